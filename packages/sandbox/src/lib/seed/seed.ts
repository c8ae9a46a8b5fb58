/** What a new sandbox knows. The shipped one is the JSON of the folder `seed/`. */
export interface Seed {
  readonly users: readonly SeedUser[]
  readonly organizations: readonly SeedOrganization[]
  readonly credentials: readonly SeedCredential[]
  /** The folders of the DAM; they get their ids at the start. */
  readonly folders: readonly SeedFolder[]
  /** WKND's own models; the sandbox adds generated ones, so that paging is real. */
  readonly contentFragmentModels: readonly SeedContentFragmentModel[]
  /** Where Commerce sells. */
  readonly stores: SeedStores
  /** Commerce's products; the sandbox adds generated ones, so that paging is real. */
  readonly products: readonly SeedProduct[]
  /** Texts of `*.cfg.json` files of AEM's `CORSPolicyImpl`, by file name, in configuration order. */
  readonly corsPolicies: Readonly<Record<string, string>>
  /** Text of AEM's `api.yaml`: which clients may call it. */
  readonly clientAllowList: string
}

/** What a seed adds to the shipped one. */
export interface SeedAdditions extends Partial<Pick<Seed, 'organizations' | 'credentials'>> {
  /** The e-mail address is enough; the id then follows from it, and the password is `mudbrick`. */
  readonly users?: readonly UserChange[]
  /** What is deployed to AEM. */
  readonly aem?: SeedAem
}

/** Configuration files of AEM in a seed. */
export interface SeedAem {
  /** Texts of `CORSPolicyImpl` files, by file name, in the order in which AEM asks them; they replace the shipped one. */
  readonly corsPolicies?: Readonly<Record<string, string>>
  /**
   * Text of the `api.yaml` that says which clients may call AEM. Without it, the shipped one stays, and each
   * credential of this seed that has a scope of AEM is on it.
   */
  readonly clientAllowList?: string
}

/** A human who can sign in. */
export interface SeedUser {
  /** `<24 hex>@<24 hex>`, as in Adobe's samples of `sub`. */
  readonly id: string
  readonly email: string
  readonly password: string
  readonly givenName: string
  readonly familyName: string
  /** `ent` belongs to an organization, `ind` is an individual. */
  readonly accountType: 'ent' | 'ind'
  /** Two letters. */
  readonly countryCode: string
  /** The id of the organization, `…@AdobeOrg`. */
  readonly organization?: string
  /** Names of product profiles of that organization. */
  readonly productProfiles: readonly string[]
  /** `pending`: new terms of use wait to be accepted, so that `prompt=none` is answered with `interaction_required`. */
  readonly termsOfUse?: 'pending' | 'accepted'
  /** What the user is there for, in a few words, for the sign-in page. */
  readonly note: string
}

/** What is known of a user: the e-mail address at least. */
export type UserChange = Pick<SeedUser, 'email'> & Partial<SeedUser>

/** An organization and the rights its product profiles give in AEM and Commerce. */
export interface SeedOrganization {
  readonly id: string
  readonly name: string
  readonly productProfiles: readonly {
    readonly name: string
    /** What IMS calls the product. */
    readonly serviceCode?: string
    /** The services that are ticked, such as `AEM Assets API Users`; all of them by default. */
    readonly services?: readonly string[]
    readonly repositoryRights: readonly RepositoryRight[]
    /** What Commerce's role of its users allows, such as `Magento_Catalog::products`; `Magento_Backend::all` is everything. */
    readonly commerceResources?: readonly string[]
  }[]
}

/** What a product profile allows in AEM's repository. */
export type RepositoryRight = 'read' | 'write'

/** An OAuth credential of a Developer Console project. */
export type SeedCredential = SeedUserCredential | SeedServiceCredential

/** A credential with which users sign in. */
export interface SeedUserCredential extends SeedCredentialBasics {
  /** A `web-app` has a secret; the other two are public clients and have none. */
  readonly type: 'single-page-app' | 'native-app' | 'web-app'
  readonly defaultRedirectUri: string
  /** Regular expressions that a redirect URI has to match whole; `\\.`, as Adobe's Console asks for it, is an escaped dot, as is `\.`. */
  readonly redirectUriPatterns: readonly string[]
  /**
   * Whether a single-page or native app gets refresh tokens with `offline_access`: as the behavior's
   * `publicClientRefreshTokens` says by default. A web app has none of it.
   */
  readonly refreshTokens?: boolean
  /** While it is in development, only its beta users may sign in; in production, which is the default, all users. */
  readonly status?: 'development' | 'production'
  /** E-mail addresses, 25 at most. */
  readonly betaUsers?: readonly string[]
}

/** A credential with which a program signs in, without a user. */
export interface SeedServiceCredential extends SeedCredentialBasics {
  readonly type: 'server-to-server'
  /** As whom the program acts. */
  readonly technicalAccount: SeedTechnicalAccount
}

/** What every credential has. */
export interface SeedCredentialBasics {
  readonly clientId: string
  /** What the consent page calls the application. */
  readonly name: string
  /** At most two, both of them good, so that one can be replaced while the other is in use. */
  readonly secrets?: readonly string[]
  /** The scopes the credential may ask for. */
  readonly scopes: readonly string[]
  /** How long its access and ID tokens are valid, when that differs from the sandbox's behavior. */
  readonly accessTokenLifetimeMs?: number
}

/** The account of a program. */
export interface SeedTechnicalAccount {
  /** `…@techacct.adobe.com`. */
  readonly id: string
  readonly email: string
  /** The id of the organization, `…@AdobeOrg`. */
  readonly organization: string
  /** Names of product profiles of that organization. */
  readonly productProfiles: readonly string[]
}

/** A content fragment model of the repository. */
export interface SeedContentFragmentModel {
  /** The JCR path under `/conf`. */
  readonly path: string
  readonly title: string
  readonly description: string
  /** ISO 8601, UTC. */
  readonly modifiedAt: string
  readonly fields: readonly SeedField[]
}

/** A folder of the DAM. */
export interface SeedFolder {
  readonly path: string
  readonly title: string
}

/** The websites of Commerce, their groups of store views, and those. */
export interface SeedStores {
  readonly websites: readonly {
    readonly id: number
    readonly code: string
    readonly name: string
    readonly defaultGroupId: number
  }[]
  readonly storeGroups: readonly {
    readonly id: number
    readonly websiteId: number
    readonly rootCategoryId: number
    readonly defaultStoreId: number
    readonly name: string
    readonly code: string
  }[]
  readonly storeViews: readonly {
    readonly id: number
    readonly code: string
    readonly name: string
    readonly websiteId: number
    readonly storeGroupId: number
    /** The view of the administration has none. */
    readonly configuration?: {
      readonly locale: string
      readonly baseCurrencyCode: string
      readonly defaultDisplayCurrencyCode: string
      readonly timezone: string
      readonly weightUnit: string
      readonly host: string
    }
  }[]
}

/** A product of Commerce. */
export interface SeedProduct {
  readonly sku: string
  readonly name: string
  /** The name in store views that have their own, by their code. */
  readonly translations?: Readonly<Record<string, string>>
  readonly type: 'simple' | 'virtual'
  readonly status: 'enabled' | 'disabled'
  readonly price: number
  readonly weight?: number
  readonly quantity: number
  readonly categoryIds: readonly string[]
  /** `2026-01-05 10:00:00`, in UTC. */
  readonly createdAt: string
  readonly updatedAt: string
  /** By attribute code; several values are joined by commas. */
  readonly attributes: Readonly<Record<string, string>>
}

/** A field of a content fragment model, as the Sites API shows it. */
export interface SeedField {
  readonly type: string
  readonly name: string
  readonly label: string
  readonly required: boolean
  readonly multiple: boolean
  readonly [detail: string]: unknown
}

/** The same credentials with every redirect URI on loopback moved to another port, or to another scheme. */
export function moveRedirectUris(
  credentials: readonly SeedCredential[],
  { portOffset, scheme }: { readonly portOffset: number; readonly scheme: 'https' | 'http' },
): readonly SeedCredential[] {
  const move = (uri: string): string =>
    uri.replace(
      /^https:\/\/(localhost|127\\{0,2}\.0\\{0,2}\.0\\{0,2}\.1):(\d+)/,
      (_, host: string, port: string) => `${scheme}://${host}:${Number(port) + portOffset}`,
    )
  return credentials.map((credential) =>
    credential.type === 'server-to-server'
      ? credential
      : {
          ...credential,
          defaultRedirectUri: move(credential.defaultRedirectUri),
          redirectUriPatterns: credential.redirectUriPatterns.map(move),
        },
  )
}
