/** What a user gave to ask Adobe with; what is missing is not tried. */
export interface Access {
  readonly ims: string
  readonly aem?: string | undefined
  /** The base address of Commerce, with the tenant. */
  readonly commerce?: string | undefined
  readonly service?:
    | { readonly clientId: string; readonly clientSecret: string; readonly scopes: string }
    | undefined
  readonly app?: App | undefined
  readonly user?: { readonly accessToken: string; readonly clientId: string } | undefined
  /** The token for Commerce, where it is another. */
  readonly commerceToken?: string | undefined
  /** A product, an asset and a folder of the user's own. */
  readonly sku?: string | undefined
  readonly assetId?: string | undefined
  readonly folder?: string | undefined
  /** The organization that the Server-to-Server credential is of. */
  readonly organization?: string | undefined
}

/** A Single-Page App, or a Web App where there is a secret. */
export interface App {
  readonly clientId: string
  readonly clientSecret: string | undefined
  readonly redirectUri: string
  readonly scopes: string
}

/** The token that is sent to the service of a file of the contract. */
export function tokenFor(file: string, { user, commerceToken }: Access): string | undefined {
  return (file.startsWith('commerce/') ? commerceToken : undefined) ?? user?.accessToken
}

/** The scopes that a token names; empty where it cannot be read. */
export function scopesOf(token: string): readonly string[] {
  try {
    const { scope }: { readonly scope?: unknown } = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
    )
    return typeof scope === 'string' ? splitScopes(scope) : []
  } catch {
    return []
  }
}

export function splitScopes(text: string): readonly string[] {
  return text
    .split(/[ ,]+/)
    .filter((scope) => scope !== '')
    .toSorted()
}
