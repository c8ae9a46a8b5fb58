import type { AemProblem } from './aem-problem.ts'

/** Names the reasons for which AEM refuses a request. */
export type Refusal =
  | 'token_rejected'
  | 'client_not_allowlisted'
  | 'scope_missing'
  | 'api_key_invalid'
  | 'permission_missing'

/** AEM gives one status, 403, four unlike reasons, which only its prose tells apart. */
export function findRefusal(status: number, problem: AemProblem | undefined): Refusal | undefined {
  if (status === 401) return 'token_rejected'
  // An answer that is not JSON comes from something in front of AEM's APIs.
  if (status !== 403 || !problem) return undefined
  const said = problem.detail ?? problem.title ?? ''
  if (/allow-?list/i.test(said)) return 'client_not_allowlisted'
  if (/scope/i.test(said)) return 'scope_missing'
  if (/api.?key/i.test(said)) return 'api_key_invalid'
  return 'permission_missing'
}

/** Returns what to do about a refusal of this address, as the end of a sentence. */
export function adviceAgainst(refusal: Refusal, url: string): string {
  if (refusal === 'token_rejected') return 'sign the user in again'
  if (refusal === 'client_not_allowlisted') {
    return "add the client id to allowedClientIDs in the environment's api.yaml, and deploy that with a config pipeline"
  }
  if (refusal === 'scope_missing') {
    return `ask for the missing scope when signing in, such as ${scopeFor(url)}`
  }
  if (refusal === 'api_key_invalid') {
    return 'give createAemClient() as apiKey the client id with which the user signs in'
  }
  return "give the user a product profile that allows it in Adobe's Admin Console"
}

function scopeFor(url: string): string {
  const { pathname } = new URL(url)
  if (pathname.startsWith('/adobe/folders')) return 'aem.folders'
  if (pathname.startsWith('/adobe/assets')) return 'aem.assets.author'
  return 'aem.fragments.management'
}
