import { type Access, type App, scopesOf, splitScopes, tokenFor } from './access.ts'
import type { Contract, ContractExchange, Exchange } from './contract.ts'
import { placeAtUser } from './place-at-user.ts'

/** The kinds of request that a user is asked about, each once. */
export type Kind = 'public' | 'app' | 'service' | 'user' | 'aem' | 'commerce'

/** What a user is asked before requests of a kind are sent. */
export const questions: Readonly<Record<Kind, string>> = {
  public: 'Read what IMS publishes, and ask it with invalid tokens?',
  app: 'Ask IMS in the name of your app, with no user signed in, for pages and refusals? Nothing is issued.',
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
  | { readonly exchange: ContractExchange; readonly why: string }

/** Decides for each exchange whether it can be tried with what was given. */
export function plan({ exchanges, notReplayed }: Contract, access: Access): readonly Step[] {
  return exchanges.map((exchange) => {
    if ('notReplayed' in exchange) {
      return { exchange, why: notReplayed[exchange.notReplayed] ?? exchange.notReplayed }
    }
    const written = JSON.stringify(exchange.request)
    const why = findObstacle(exchange, written, access)
    if (why !== undefined) return { exchange, why }
    const kind = kindOf(exchange, written)
    return { exchange: placeAtUser(exchange, access), kind, values: valuesFor(exchange, access) }
  })
}

function kindOf({ file, live }: Exchange, written: string): Kind {
  if (file.startsWith('aem/')) return 'aem'
  if (file.startsWith('commerce/')) return 'commerce'
  if (live === 'app') return 'app'
  if (takesService(written)) return 'service'
  return written.includes('{accessToken}') ? 'user' : 'public'
}

function takesService(written: string): boolean {
  return /\{(?:clientSecret|serviceToken|basic)\}/.test(written)
}

/** Whether an exchange is one of a Web App, which has a secret. */
export function isOfWebApp({ request }: Exchange): boolean {
  return request.credential === 'commerce-admin'
}

function findObstacle(exchange: Exchange, written: string, access: Access): string | undefined {
  const { file, live } = exchange
  if (live === 'sign-in') {
    const kind = isOfWebApp(exchange) ? 'a Web App' : 'a Single-Page App'
    return `it takes a sign-in with ${kind} (--sign-in)`
  }
  if (live === 'app') return findObstacleOfApp(exchange, access)
  if (file.startsWith('aem/') && access.aem === undefined) return 'no AEM was named (--aem)'
  if (file.startsWith('commerce/') && access.commerce === undefined)
    return 'no Commerce was named (--commerce)'
  if (takesService(written) && !access.service) return 'no Server-to-Server credential was given'
  return findObstacleOfToken(exchange, written, access) ?? findMissingName(written, access)
}

function findObstacleOfApp(exchange: Exchange, { app }: Access): string | undefined {
  if (!app) return 'no app was given (MUDBRICK_VERIFY_APP_CLIENT_ID)'
  if (isOfWebApp(exchange) && app.clientSecret === undefined)
    return 'it takes a Web App, and yours has no secret'
  return !isOfWebApp(exchange) && app.clientSecret !== undefined
    ? 'it takes a Single-Page App, and yours is a Web App'
    : undefined
}

function findObstacleOfToken(
  { file, request }: Exchange,
  written: string,
  access: Access,
): string | undefined {
  if (!written.includes('{accessToken}')) return undefined
  const token = tokenFor(file, access)
  if (token === undefined) return 'no access token was given'
  if (request.scopes === undefined) return undefined
  return scopesOf(token).join() === splitScopes(request.scopes).join()
    ? undefined
    : `it takes a token of exactly the scopes ${request.scopes}`
}

function findMissingName(
  written: string,
  { service, user, sku, assetId, organization }: Access,
): string | undefined {
  if (written.includes('{clientId}') && !service && !user) return 'no client id was given'
  if (written.includes('WKND-CAP-RED') && sku === undefined) return 'no product was named (--sku)'
  if (written.includes('urn:aaid:') && assetId === undefined) return 'no asset was named (--asset)'
  return written.includes('57AB1E0000000000000000A0@') && organization === undefined
    ? 'no organization was named (--organization)'
    : undefined
}

function valuesFor(exchange: Exchange, access: Access): Readonly<Record<string, string>> {
  const { ims, aem = '', app, service, user } = access
  const common = { ims, aem, accessToken: tokenFor(exchange.file, access) ?? '' }
  if (exchange.live === 'app') return { ...common, ...(app && valuesOfApp(app)) }
  const clientId = exchange.live === 'needs-token' ? user?.clientId : service?.clientId
  return {
    ...common,
    clientId: clientId ?? user?.clientId ?? service?.clientId ?? '',
    clientSecret: service?.clientSecret ?? '',
    scopes: service?.scopes ?? '',
  }
}

/** RFC 7636 appendix B: no token is ever asked for with it. */
const example = {
  codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
}

/** What an exchange of an app is filled in with. */
export function valuesOfApp({
  clientId,
  clientSecret = 'fake-secret',
  redirectUri,
  scopes,
}: App): Readonly<Record<string, string>> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const stateJson = JSON.stringify({ context: {}, jslibver: 'v2-v0.57.0', nonce: 'nonce-123' })
  return {
    ...example,
    stateJson,
    longState: 'x'.repeat(4096),
    clientId,
    clientSecret,
    basic,
    redirectUri,
    scopes,
  }
}
