import { longestAccessTokenLifetimeMs } from '../state/access-token-register.ts'
import { isLoopback } from '../wire/loopback.ts'
import { compileRedirectUriPattern } from '../wire/regular-expression.ts'
import type { SeedCredential, SeedUserCredential } from './seed.ts'

/** A member of a credential that IMS would not take, and what to do about it. */
export interface CredentialProblem {
  /** Its name, and of a list the index. */
  readonly path: readonly (string | number)[]
  readonly advice: string
}

/**
 * What is wrong with a credential whose members are of the right types.
 *
 * @see https://developer.adobe.com/developer-console/docs/guides/authentication/UserAuthentication/implementation
 */
export function findCredentialProblems(credential: SeedCredential): readonly CredentialProblem[] {
  const problems = [
    ...problemOf('secrets', findSecretFlaw(credential)),
    ...problemOf('accessTokenLifetimeMs', findLifetimeFlaw(credential)),
  ]
  if (credential.type === 'server-to-server') return problems
  return [
    ...problems,
    ...problemOf('defaultRedirectUri', findDefaultRedirectUriFlaw(credential)),
    ...findPatternProblems(credential),
    ...problemOf('refreshTokens', findRefreshTokensFlaw(credential)),
    ...problemOf('betaUsers', findBetaUsersFlaw(credential)),
  ]
}

function problemOf(member: string, advice: string | undefined): readonly CredentialProblem[] {
  return advice === undefined ? [] : [{ path: [member], advice }]
}

function findSecretFlaw({ type, secrets = [] }: SeedCredential): string | undefined {
  if (type === 'single-page-app' || type === 'native-app') {
    if (secrets.length === 0) return undefined
    return `a ${type} has none, since it could not keep one; leave them out`
  }
  if (secrets.length === 0) return `a ${type} proves itself with a secret; give one or two`
  return secrets.length <= 2 ? undefined : 'give two at most: the one in use and its successor'
}

function findLifetimeFlaw({ accessTokenLifetimeMs = 1 }: SeedCredential): string | undefined {
  const isRight = Number.isInteger(accessTokenLifetimeMs) && accessTokenLifetimeMs > 0
  if (isRight && accessTokenLifetimeMs <= longestAccessTokenLifetimeMs) return undefined
  return `give whole milliseconds from 1 to ${longestAccessTokenLifetimeMs}`
}

function findRefreshTokensFlaw({ type, refreshTokens }: SeedUserCredential): string | undefined {
  if (refreshTokens === undefined || type !== 'web-app') return undefined
  return 'this is for single-page and native apps; a web-app follows the behavior webAppRefreshToken; leave it out'
}

/** @see https://developer.adobe.com/developer-console/docs/guides/projects/beta-users */
const maxBetaUsers = 25

function findBetaUsersFlaw({ betaUsers = [] }: SeedUserCredential): string | undefined {
  if (betaUsers.length <= maxBetaUsers) return undefined
  return `the Developer Console takes ${maxBetaUsers} at most; leave ${betaUsers.length - maxBetaUsers} out`
}

const maxDefaultLength = 256
const maxPatternsLength = 512

function findDefaultRedirectUriFlaw({
  type,
  defaultRedirectUri,
}: SeedUserCredential): string | undefined {
  if (defaultRedirectUri.length > maxDefaultLength) {
    return `IMS takes ${maxDefaultLength} characters at most; shorten it`
  }
  const url = URL.parse(defaultRedirectUri)
  if (url === null) return 'write a whole address, such as "https://localhost:3001/callback"'
  if (defaultRedirectUri.includes('*')) {
    return 'IMS takes no wildcard here; write one address, and a pattern for others'
  }
  if (isWebAddress(url) || (type === 'native-app' && isOwnScheme(url))) return undefined
  return type === 'native-app'
    ? 'give an address of the app’s own scheme, such as "adobe+0123abcd://adobeid/my-app"'
    : 'use https; http is for localhost only'
}

function findPatternProblems({
  redirectUriPatterns,
  type,
}: SeedUserCredential): readonly CredentialProblem[] {
  const problems = redirectUriPatterns.flatMap((pattern, index): CredentialProblem[] => {
    const advice = findPatternFlaw(pattern, type)
    return advice === undefined ? [] : [{ path: ['redirectUriPatterns', index], advice }]
  })
  if (redirectUriPatterns.join(',').length <= maxPatternsLength) return problems
  const advice = `IMS takes ${maxPatternsLength} characters at most for all of them, joined by commas; shorten them`
  return [...problems, { path: ['redirectUriPatterns'], advice }]
}

function findPatternFlaw(pattern: string, type: SeedUserCredential['type']): string | undefined {
  try {
    compileRedirectUriPattern(pattern, 'the credential')
  } catch {
    return 'write a regular expression without look-ahead and look-behind'
  }
  if (type === 'native-app') return undefined
  // What stands before the path is plain text but for its escapes: a wildcard may be in the path only.
  const [start = ''] = /^\^?[^/]*\/\/[^/]*/.exec(pattern) ?? []
  const url = URL.parse(start.replaceAll(/[\\^]/g, ''))
  if (url !== null && isWebAddress(url)) return undefined
  return 'begin it with https:// and a host as it is, dots escaped; http is for localhost only'
}

function isWebAddress({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

/** Adobe assigns such schemes; browsers do not act on a scheme with a `+` or a `.` in it. */
function isOwnScheme({ protocol }: URL): boolean {
  return /[+.]/.test(protocol)
}
