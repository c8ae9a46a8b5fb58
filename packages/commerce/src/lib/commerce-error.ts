import { HttpError, type ReceivedResponse } from '@mudbrick/http'
import {
  type CommerceProblem,
  type ParsedProblem,
  parseCommerceProblem,
} from './commerce-problem.ts'

/** Reports that Commerce answered, and refused. */
export class CommerceError extends HttpError {
  override get name(): 'CommerceError' {
    return 'CommerceError'
  }

  /** Holds what Commerce said, if it said it in JSON. */
  override readonly problem: CommerceProblem | undefined
  /** Holds what else is wrong, where it is several things. */
  readonly errors: readonly string[]
  /** Names the resource that the role of the user lacks; a 401 with it says nothing against the token. */
  readonly resource: string | undefined
  override readonly needsInteraction: boolean

  constructor(received: ReceivedResponse) {
    const parsed = parseCommerceProblem(received.text)
    super(received, () => explain(received, parsed))
    this.problem = parsed?.problem
    this.errors = parsed?.errors ?? []
    this.resource = parsed?.resource
    this.needsInteraction = received.status === 401 && this.resource === undefined
  }
}

/**
 * Recognises the answer to an invalid access token. Commerce answers 401 too when the role of the user
 * lacks a right, where another token changes nothing. The response can still be read afterwards.
 *
 * @example
 * ```ts
 * const fetch = createBearerFetch({ getAccessToken, allowedOrigins, isTokenRejected })
 * ```
 */
export async function isTokenRejected(response: Response): Promise<boolean> {
  if (response.status !== 401) return false
  const text = await response
    .clone()
    .text()
    .catch(() => '')
  return parseCommerceProblem(text)?.resource === undefined
}

/** What Commerce said and what to do, in words that end a sentence. */
function explain({ status }: ReceivedResponse, parsed: ParsedProblem | undefined): string {
  const { message } = parsed?.problem ?? {}
  const all = [...(message ? [message] : []), ...(parsed?.errors ?? [])]
  return [...all.map((text) => JSON.stringify(text)), adviceFor(status, parsed?.resource)].join(
    '; ',
  )
}

function adviceFor(status: number, resource: string | undefined): string {
  if (resource !== undefined) {
    return `the role of the user lacks ${resource}, so have an administrator give it: another sign-in changes nothing`
  }
  if (status === 401) return 'sign the user in again'
  if (status === 403) return 'check the organization id, the API key and the product profiles'
  if (status === 404) return 'check what was asked for, the tenant id and the store view'
  return status === 408 || status === 429 || status >= 500
    ? 'try again later'
    : 'correct the request'
}
