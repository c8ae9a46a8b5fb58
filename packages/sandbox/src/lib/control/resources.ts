import { generateId, type Clock, type Randomness } from '../effects.ts'
import { createClientSecret } from '../projects/new-credential.ts'
import { createProjectsControl, type ProjectsControl } from '../projects/projects.ts'
import {
  judgeRedirectUris,
  type RedirectUriQuestion,
  type RedirectUriVerdict,
} from '../projects/redirect-uri-check.ts'
import { redirectUriQuestionSchema } from '../projects/schema.ts'
import { invalidConfiguration, SandboxError } from '../sandbox-error.ts'
import { organizationSchema, parseCredential, userChangeSchema } from '../seed/schema.ts'
import {
  newUser,
  type SeedCredential,
  type SeedOrganization,
  type SeedUser,
  type UserChange,
} from '../seed/seed.ts'
import type { BrowserSession } from '../state/browser-session.ts'
import type { Consent } from '../state/consent.ts'
import type { SecretUse } from '../state/secret-use.ts'
import type { TokenKind } from '../state/state-change.ts'
import type { NamedItems } from '../state/named-items.ts'
import type { State } from '../state/state.ts'
import { requireShape } from '../wire/schema.ts'

/** Things of which a sandbox has many, each under its name. */
export interface CollectionControl<Item, Change = Item> {
  /** All of them, with their passwords and secrets. */
  list(): readonly Item[]
  /**
   * The one with that name.
   *
   * @throws {@link SandboxError} `not_found`, telling which there are.
   */
  get(name: string): Item
  /**
   * Adds one, in the place of one with the same name.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming each member that is wrong: of a credential also what
   *   Adobe's Developer Console would not take, of a user the id of another.
   */
  put(item: Change): Item
  /** Removes one; false when there was none. */
  remove(name: string): boolean
}

/** The OAuth credentials. */
export interface CredentialsControl extends CollectionControl<SeedCredential> {
  /**
   * Tells when the secrets of a credential were added and last used, in their order.
   *
   * @throws {@link SandboxError} `not_found`
   */
  secrets(clientId: string): readonly SecretUse[]
  /**
   * Adds a secret, and returns it. A credential has two at most.
   *
   * @throws {@link SandboxError} `invalid_configuration`, `not_found`
   */
  addSecret(clientId: string): string
  /**
   * Removes a secret; false when the credential does not have it.
   *
   * @throws {@link SandboxError} `invalid_configuration` for the last one, `not_found`
   */
  removeSecret(removed: { readonly clientId: string; readonly secret: string }): boolean
  /** Judges redirect URIs that are about to be saved, and tells where the answer to an address would go. */
  judgeRedirectUris(question: RedirectUriQuestion): RedirectUriVerdict
}

/** What users have allowed applications. */
export interface ConsentsControl {
  /** All that is allowed. */
  list(): readonly Consent[]
  /**
   * Allows an application what the consent page would ask for.
   *
   * @throws {@link SandboxError} `not_found`
   */
  grant(consent: ConsentGrant): void
  /** Takes it back, so that the consent page asks again; false when there was nothing. */
  withdraw(consent: ConsentName): boolean
}

/** Whose consent to which application. */
export interface ConsentName {
  /** The user's e-mail address or id. */
  readonly user: string
  /** The application's client id. */
  readonly clientId: string
}

/** What is to be allowed. */
export interface ConsentGrant extends ConsentName {
  readonly scopes: readonly string[]
}

/** The browsers in which a user is signed in at IMS. */
export interface BrowserSessionsControl {
  /** All that have not expired. */
  list(): readonly BrowserSession[]
  /**
   * Signs a user in without the page, and gives the cookie to put into a browser.
   *
   * @throws {@link SandboxError} `not_found`
   */
  start(user: string): StartedBrowserSession
  /** Ends one by its id; false when there was none. */
  end(id: string): boolean
}

/** A browser session, and the cookie that it stands on. */
export interface StartedBrowserSession extends BrowserSession {
  /** The cookie of IMS's origin, in the shape that browsers' automation takes. */
  readonly cookie: {
    readonly name: string
    readonly value: string
  }
}

/** Tokens that need no sign-in. */
export interface TokensControl {
  /**
   * Issues an access token as if the user had signed in.
   *
   * @throws {@link SandboxError} `not_found`
   */
  issue(grant: TokenGrant): Promise<string>
  /** The newest 1,000 access tokens and every refresh token that is alive, oldest first; never their text. */
  list(): readonly ListedToken[]
  /**
   * Ends an access token of the list, or a refresh token with all that it was exchanged for; false when there was
   * none, or it was not good any more.
   */
  end(id: string): boolean
  /** Ends an access token; false when it was not good any more. */
  revoke(accessToken: string): Promise<boolean>
}

/** A token that was issued, without its text. */
export interface ListedToken {
  /** Names it in this list; it opens nothing. */
  readonly id: string
  readonly kind: TokenKind
  readonly clientId: string
  readonly userId: string
  readonly scopes: readonly string[]
  /** In the sandbox's time, as all instants: milliseconds since the epoch. */
  readonly issuedAt: number
  readonly expiresAt: number
  /** Whether it is no longer good: it was ended, or its time is over. */
  readonly isEnded: boolean
}

/** For whom and for what a token is issued. */
export interface TokenGrant {
  /** The user's e-mail address or id. */
  readonly user: string
  /** The application's client id. */
  readonly clientId: string
  /** The scopes; all of the credential's unless given. */
  readonly scopes?: readonly string[]
  /** How long it is valid, in milliseconds. */
  readonly lifetimeMs?: number
}

/** Everything that a test may change. */
export interface SandboxResources {
  /**
   * The people who can sign in, by e-mail address or id. `put()` changes what is given; what is not stays as it was, or
   * is that of an individual account with the password `mudbrick`.
   */
  readonly users: CollectionControl<SeedUser, UserChange>
  /** The organizations and their product profiles, by id. */
  readonly organizations: CollectionControl<SeedOrganization>
  /** The OAuth credentials, by client id. */
  readonly credentials: CredentialsControl
  /** What users have allowed applications. */
  readonly consents: ConsentsControl
  /** The browsers in which a user is signed in at IMS. */
  readonly browserSessions: BrowserSessionsControl
  /** Tokens that need no sign-in. */
  readonly tokens: TokensControl
  /** The projects of the Developer Console. */
  readonly projects: ProjectsControl
}

export interface ResourcesOptions {
  /** The state of now: a reset puts another in its place. */
  readonly state: () => State
  readonly clock: Clock
  readonly randomness: Randomness
  /** The name of IMS's session cookie at its origin. */
  readonly sessionCookieName: () => string
}

export function createResources({
  state,
  clock,
  randomness,
  sessionCookieName,
}: ResourcesOptions): SandboxResources {
  const user = (emailOrId: string): SeedUser => findUser(state(), emailOrId)
  const credential = (clientId: string): SeedCredential =>
    findNamed('credential', state().credentials, clientId)
  const saveCredential = (given: SeedCredential): SeedCredential => {
    const parsed = parseCredential(given)
    state().secretUses.noteSaved(parsed)
    state().credentials.put(parsed)
    return parsed
  }
  return {
    users: {
      list: () => state().users.save(),
      get: user,
      put: (given) => {
        const change = requireShape(userChangeSchema, given, 'The user')
        const { email } = change
        requireFreeName(state(), email, change.id)
        const known = state()
          .users.save()
          .find((candidate) => candidate.email === email)
        const changed = { ...newUser(createUserId(randomness)), ...known, ...change, email }
        state().users.put(changed)
        return changed
      },
      remove: (emailOrId) => {
        const found = state().users.byEmail(emailOrId) ?? state().users.byId(emailOrId)
        return found !== undefined && state().users.remove(found.id)
      },
    },
    organizations: {
      list: () => state().organizations.all(),
      get: (id) => findNamed('organization', state().organizations, id),
      put: (given) => {
        const organization = requireShape(organizationSchema, given, 'The organization')
        state().organizations.put(organization)
        return organization
      },
      remove: (id) => state().organizations.remove(id),
    },
    credentials: {
      list: () => state().credentials.all(),
      get: credential,
      put: saveCredential,
      remove: (clientId) => state().credentials.remove(clientId),
      secrets: (clientId) => state().secretUses.of(credential(clientId)),
      addSecret: (clientId) => {
        const known = credential(clientId)
        const secret = createClientSecret(randomness)
        saveCredential({ ...known, secrets: [...(known.secrets ?? []), secret] })
        return secret
      },
      removeSecret: ({ clientId, secret }) => {
        const known = credential(clientId)
        const secrets = known.secrets?.filter((other) => other !== secret) ?? []
        if (secrets.length === (known.secrets ?? []).length) return false
        saveCredential({ ...known, secrets })
        return true
      },
      judgeRedirectUris: (given) =>
        judgeRedirectUris(requireShape(redirectUriQuestionSchema, given, 'The redirect URIs')),
    },
    consents: {
      list: () => state().consents.all(),
      grant: ({ user: emailOrId, clientId, scopes }) => {
        credential(clientId)
        state().consents.grant(user(emailOrId).id, clientId, scopes)
      },
      withdraw: ({ user: emailOrId, clientId }) =>
        state().consents.withdraw(user(emailOrId).id, clientId),
    },
    browserSessions: {
      list: () => state().browserSessions.all(),
      start: (emailOrId) => {
        const started = state().browserSessions.start(user(emailOrId).id)
        const { cookieValue: value, ...session } = started
        return { ...session, cookie: { name: sessionCookieName(), value } }
      },
      end: (id) => state().browserSessions.endById(id),
    },
    tokens: {
      issue: async ({ user: emailOrId, clientId, scopes, lifetimeMs }) => {
        const { scopes: all } = credential(clientId)
        return state().accessTokens.issue({
          clientId,
          userId: user(emailOrId).id,
          scopes: scopes ?? all,
          lifetimeMs,
        })
      },
      list: () => listTokens(state()),
      end: (id) => state().accessTokens.endById(id) || state().refreshTokens.revoke(id),
      revoke: async (accessToken) => {
        const claims = await state().accessTokens.verify(accessToken)
        if (claims !== undefined) state().accessTokens.revoke(claims)
        return claims !== undefined
      },
    },
    projects: createProjectsControl({ state, clock, randomness, findUser: user }),
  }
}

function listTokens({ accessTokens, refreshTokens }: State): readonly ListedToken[] {
  const issued = accessTokens.recent().map((token): ListedToken => {
    const { id, clientId, userId, scopes, issuedAt, expiresAt } = token
    const isEnded = !accessTokens.isGood(token)
    return { id, kind: 'access_token', clientId, userId, scopes, issuedAt, expiresAt, isEnded }
  })
  const alive = refreshTokens.all().map((family): ListedToken => {
    const { grantId: id, state: _, ...shown } = family
    return { id, kind: 'refresh_token', ...shown, isEnded: false }
  })
  return [...issued, ...alive].toSorted((left, right) => left.issuedAt - right.issuedAt)
}

/** Two users with one name could not be told apart by IMS. */
function requireFreeName({ users }: State, email: string, id: string | undefined): void {
  const owner = id === undefined ? undefined : users.byId(id)
  if (owner === undefined || owner.email === email) return
  throw invalidConfiguration(
    `The id ${JSON.stringify(id)} is that of ${owner.email}: give ${email} another, or none; to change an e-mail address, remove the user first.`,
  )
}

function findUser({ users }: State, emailOrId: string): SeedUser {
  const email = emailOrId.trim().toLowerCase()
  const known = users.save()
  const found =
    known.find((user) => user.email === email || user.id === emailOrId) ?? users.byId(emailOrId)
  if (found !== undefined) return found
  const names = known.map((user) => user.email)
  throw notFound('user', emailOrId, names)
}

function findNamed<Item>(
  what: 'organization' | 'credential',
  items: NamedItems<Item>,
  name: string,
): Item {
  const found = items.get(name)
  if (found !== undefined) return found
  throw notFound(what, name, items.names())
}

function notFound(what: string, name: string, known: readonly string[]): SandboxError {
  return new SandboxError(
    'not_found',
    `The sandbox has no ${what} ${JSON.stringify(name)}: there are ${known.join(', ') || 'none'}; add one with sandbox.${what}s.put().`,
  )
}

function createUserId(randomness: Randomness): string {
  const half = (): string => generateId(randomness).slice(0, 24).toUpperCase()
  return `${half()}@${half()}`
}
