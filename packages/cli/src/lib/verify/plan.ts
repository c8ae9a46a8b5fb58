import type { Exchange } from './contract.ts'

/** What a user gave to ask Adobe with; what is missing is not tried. */
export interface Access {
  readonly ims: string
  readonly aem?: string | undefined
  /** The base address of Commerce, with the tenant. */
  readonly commerce?: string | undefined
  readonly service?:
    | { readonly clientId: string; readonly clientSecret: string; readonly scopes: string }
    | undefined
  readonly user?: { readonly accessToken: string; readonly clientId: string } | undefined
  /** The token for Commerce, where it is another. */
  readonly commerceToken?: string | undefined
  /** A product and an asset of the user's own. */
  readonly sku?: string | undefined
  readonly assetId?: string | undefined
}

/** The kinds of request that a user is asked about, each once. */
export type Kind = 'public' | 'service' | 'user' | 'aem' | 'commerce'

/** What a user is asked before requests of a kind are sent. */
export const questions: Readonly<Record<Kind, string>> = {
  public: 'Read what IMS publishes, and ask it with invalid tokens?',
  service: 'Ask IMS for a few tokens with your Server-to-Server credential? They end after a day.',
  user: 'Read your own profile at IMS with your access token? Only its form is kept.',
  aem: 'Read models, folders and one asset at AEM? Only their form is kept.',
  commerce: 'Read products and stores at Commerce? Only their form is kept.',
}

/** An exchange with what it takes, or why it is not tried. */
export type Step =
  | {
      readonly exchange: Exchange
      readonly kind: Kind
      readonly values: Readonly<Record<string, string>>
    }
  | { readonly exchange: Exchange; readonly why: string }

/** Decides for each exchange whether it can be tried with what was given. */
export function plan(exchanges: readonly Exchange[], access: Access): readonly Step[] {
  return exchanges.map((exchange) => {
    const written = JSON.stringify(exchange.request)
    const why = findObstacle(exchange, written, access)
    if (why !== undefined) return { exchange, why }
    return { exchange, kind: kindOf(exchange, written), values: valuesFor(exchange, access) }
  })
}

function kindOf({ file, live }: Exchange, written: string): Kind {
  if (file.startsWith('aem/')) return 'aem'
  if (file.startsWith('commerce/')) return 'commerce'
  if (/\{(?:clientSecret|serviceToken|basic)\}/.test(written)) return 'service'
  return live === 'needs-token' && written.includes('{accessToken}') ? 'user' : 'public'
}

function findObstacle(
  { file, live, request }: Exchange,
  written: string,
  access: Access,
): string | undefined {
  if (live === 'sign-in') return 'it takes a sign-in with an app of this kind (--sign-in)'
  if (request.scopes !== undefined) return 'it takes a token with other scopes than yours'
  if (request.as !== undefined && /^(?:vic|iris|nora)@/.test(request.as)) {
    return 'it takes a user with fewer rights'
  }
  if (file.startsWith('aem/') && access.aem === undefined) return 'no AEM was named (--aem)'
  if (file.startsWith('commerce/') && access.commerce === undefined)
    return 'no Commerce was named (--commerce)'
  if (/\{(?:clientSecret|serviceToken|basic)\}/.test(written) && !access.service) {
    return 'no Server-to-Server credential was given'
  }
  if (written.includes('{accessToken}') && !tokenFor(file, access))
    return 'no access token was given'
  if (written.includes('{clientId}') && !access.service && !access.user)
    return 'no client id was given'
  if (written.includes('WKND-CAP-RED') && access.sku === undefined)
    return 'no product was named (--sku)'
  if (written.includes('urn:aaid:') && access.assetId === undefined)
    return 'no asset was named (--asset)'
  return undefined
}

function tokenFor(file: string, { user, commerceToken }: Access): string | undefined {
  return (file.startsWith('commerce/') ? commerceToken : undefined) ?? user?.accessToken
}

function valuesFor(exchange: Exchange, access: Access): Readonly<Record<string, string>> {
  const isOfUser = exchange.live === 'needs-token' && access.user !== undefined
  const clientId = isOfUser ? access.user?.clientId : access.service?.clientId
  return {
    ims: access.ims,
    aem: access.aem ?? '',
    commerce: access.commerce ?? '',
    clientId: clientId ?? access.user?.clientId ?? '',
    clientSecret: access.service?.clientSecret ?? '',
    scopes: access.service?.scopes ?? '',
    accessToken: tokenFor(exchange.file, access) ?? '',
    sku: access.sku ?? '',
    assetId: access.assetId ?? '',
  }
}
