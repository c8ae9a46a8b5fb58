import type { Access } from './access.ts'
import { compare, emptyList, type Difference } from './compare.ts'
import type { Contract, Exchange } from './contract.ts'
import { findRefusal, isRefusal, reasonOf } from './no-answer.ts'
import { type Kind, plan, questions } from './plan.ts'
import { type Fetch, send } from './send.ts'
import type { Shown } from './walk.ts'

/** What became of one exchange. */
export interface Result {
  readonly file: string
  readonly name: string
  readonly result: 'same' | 'differs' | 'not tried'
  /** Where it differs, by forms alone. */
  readonly differences?: readonly Difference[]
  readonly why?: string
}

/** What the comparison stands on. */
export interface VerifyOptions {
  readonly fetch: Fetch
  readonly signal: AbortSignal
  /** Asks the user before the first request of each kind. */
  readonly consent: (question: string) => Promise<boolean>
  /** What a sign-in by a browser has shown already, by the exchange's file and name. */
  readonly signedIn?: ReadonlyMap<string, Shown>
  /** Called with how many exchanges are done, of how many. */
  readonly onProgress?: (done: number, count: number) => void
}

/** Replays exchanges one after the other; what is refused, lacking or without answer is not tried. */
export async function verify(
  contract: Contract,
  access: Access,
  options: VerifyOptions,
): Promise<readonly Result[]> {
  const steps = plan(contract, access)
  const consents = new Map<Kind, boolean>()
  for (const step of steps) {
    if ('kind' in step && !consents.has(step.kind)) {
      consents.set(step.kind, await options.consent(questions[step.kind]))
    }
  }
  const serviceToken =
    consents.get('service') === true ? await requestServiceToken(access, options) : undefined
  const results: Result[] = []
  options.onProgress?.(0, steps.length)
  const failures = new Map<string, readonly string[]>()
  const refusing = new Set<string>()
  for (const step of steps) {
    const { file, name } = step.exchange
    const notTried = (why: string): Result => ({ file, name, result: 'not tried', why })
    const shown = options.signedIn?.get(`${file} ${name}`)
    if (shown) results.push({ file, name, ...readShown(shown) })
    else if ('why' in step) results.push(notTried(step.why))
    else if (consents.get(step.kind) !== true) results.push(notTried('you said no'))
    else if (needsServiceToken(step.exchange) && serviceToken === undefined) {
      results.push(notTried('IMS gave no token for the Server-to-Server credential'))
    } else {
      const values = serviceToken === undefined ? step.values : { ...step.values, serviceToken }
      const result = await tryExchange(step.exchange, values, { ...options, failures, refusing })
      results.push({ file, name, ...result })
    }
    options.onProgress?.(results.length, steps.length)
  }
  return results
}

function readShown(shown: Shown): Omit<Result, 'file' | 'name'> {
  return 'why' in shown ? { result: 'not tried', why: shown.why } : toResult(shown.differences)
}

function toResult(differences: readonly Difference[]): Omit<Result, 'file' | 'name'> {
  return differences.length === 0 ? { result: 'same' } : { result: 'differs', differences }
}

function needsServiceToken({ request }: Exchange): boolean {
  return JSON.stringify(request).includes('{serviceToken}')
}

async function tryExchange(
  { file, request, response }: Exchange,
  values: Readonly<Record<string, string>>,
  options: VerifyOptions & {
    /** Why a service did not answer, by its name in the contract: twice in a row, and it is asked no more. */
    readonly failures: Map<string, readonly string[]>
    /** The services that refuse the user's token. */
    readonly refusing: Set<string>
  },
): Promise<Omit<Result, 'file' | 'name'>> {
  const [service = ''] = file.split('/')
  const [, second] = options.failures.get(service) ?? []
  if (second !== undefined) return { result: 'not tried', why: second }
  const isRefusedAnyway = options.refusing.has(service) && takesToken(request)
  if (isRefusedAnyway && isRefusal(response.status)) {
    return { result: 'not tried', why: 'your token is refused for other reasons already' }
  }
  try {
    const answer = await send(request, values, options)
    options.failures.delete(service)
    const obstacle = findRefusal(answer, response.status, service)
    if (isRefusal(answer.status) && !isRefusal(response.status)) options.refusing.add(service)
    if (obstacle !== undefined) return { result: 'not tried', why: obstacle }
    const isContent = response.status < 300 && (service !== 'ims' || isAboutUser(file))
    const differences = compare(answer, response, { values, isContent })
    const real = differences.filter(({ found }) => found !== emptyList)
    const isEmpty = real.length === 0 && differences.length > 0
    return isEmpty ? { result: 'not tried', why: 'a list was empty' } : toResult(real)
  } catch (error) {
    options.signal.throwIfAborted()
    const why = `no answer (${reasonOf(error)})`
    options.failures.set(service, [...(options.failures.get(service) ?? []), why])
    return { result: 'not tried', why }
  }
}

function takesToken({ headers }: Exchange['request']): boolean {
  return headers?.['authorization']?.includes('{accessToken}') === true
}

/** What IMS says of a user has other values for each. */
function isAboutUser(file: string): boolean {
  return /^ims\/(?:userinfo|profile|organizations)/.test(file)
}

/** One token for the whole run: Adobe throttles clients that ask for many. */
async function requestServiceToken(
  access: Access,
  options: VerifyOptions,
): Promise<string | undefined> {
  const { service } = access
  if (!service) return undefined
  try {
    const { text } = await send(
      {
        method: 'POST',
        url: '{ims}/ims/token/v3',
        form: {
          grant_type: 'client_credentials',
          client_id: service.clientId,
          client_secret: service.clientSecret,
          scope: service.scopes,
        },
      },
      { ims: access.ims },
      options,
    )
    const { access_token: token }: { readonly access_token?: unknown } = JSON.parse(text)
    return typeof token === 'string' ? token : undefined
  } catch {
    options.signal.throwIfAborted()
    return undefined
  }
}
