import { describeHint, type HintCode } from '../journal/hints.ts'
import type { FlowProblem } from './flow.ts'
import type { Trace } from './trace.ts'

/** What went wrong at an exchange, or is weak about it; what the request caused first. */
export function findProblems(trace: Trace): readonly FlowProblem[] {
  const known = found.get(trace)
  if (known !== undefined) return known
  const problems = listProblems(trace)
  found.set(trace, problems)
  return problems
}

/** The problems of a flow: the pages of one sign-in note the same at each request, which is said once. */
export function findFlowProblems(traces: readonly Trace[]): readonly FlowProblem[] {
  const said = new Set<string>()
  return traces.flatMap((trace) =>
    findProblems(trace).filter(({ code, about }) => {
      if (trace.endpoint !== 'authorize' && trace.endpoint !== 'form') return true
      const key = `${code} ${about}`
      const isNew = !said.has(key)
      said.add(key)
      return isNew
    }),
  )
}

const found = new WeakMap<Trace, readonly FlowProblem[]>()

function listProblems(trace: Trace): readonly FlowProblem[] {
  const noted = trace.hints.map(({ code, about }, position): FlowProblem => {
    const hint = describeHint({ code, about })
    const [what = '', change = ''] = hint.message.split(/: (.*)/s)
    return {
      code,
      severity: severityOf(trace, code, position),
      what: `${what}.`,
      change: capitalize(change),
      ...(hint.about !== undefined && { about: hint.about }),
      message: messageId(trace, isCorsCode(code) ? 'response' : 'request'),
      exchange: trace.index,
    }
  })
  const own = noted.some(({ severity }) => severity === 'failure') ? undefined : findOwn(trace)
  return own === undefined ? noted : [...noted, own]
}

/** Hints about answers that the browser keeps from the page. */
export function isCorsCode(code: string): boolean {
  return code.startsWith('cors_') || code === 'commerce_without_cors'
}

/** The id of a message of an exchange. */
export function messageId(
  { index }: Trace,
  part: 'request' | 'response' | 'before' | 'after' | 'beginning',
): string {
  return `${index}-${part}`
}

/** Whether the answer refuses what was asked for. */
export function isRefused({ status, error }: Trace): boolean {
  return status === undefined || status >= 400 || error !== undefined
}

function severityOf(trace: Trace, code: HintCode, position: number): FlowProblem['severity'] {
  if (fatal.has(code) || isCorsCode(code)) return 'failure'
  if (!isRefused(trace)) return 'warning'
  if (!weak.has(code)) return 'failure'
  // What is weak is refused in the strict preset, and is then what was noted last.
  const hasOther = trace.hints.some((hint) => !weak.has(hint.code))
  return !hasOther && position === trace.hints.length - 1 ? 'failure' : 'warning'
}

/** The application does not get what it wants, though the answer does not say so. */
const fatal: ReadonlySet<HintCode> = new Set([
  'native_loopback_refused',
  'product_profile_missing',
  'redirect_uri_not_as_read',
  'redirect_uri_unregistered',
] satisfies HintCode[])

/** Worth a word, and seldom why a request was refused. */
const weak: ReadonlySet<HintCode> = new Set([
  'doubled_slash',
  'nonce_missing',
  'offline_access_missing',
  'page_past_end',
  'plain_code_challenge',
  'prompt_ignored',
  'redirect_uri_defaulted',
  'redirect_uri_misnamed',
  'redirect_uri_missing',
  'redirect_uri_only_default',
  'refresh_token_withheld',
  'rest_path',
  'search_criteria_ignored',
  'search_criteria_missing',
  'state_missing',
  'zero_cursor',
] satisfies HintCode[])

/** What no hint says. */
function findOwn(trace: Trace): FlowProblem | undefined {
  const code = findOwnCode(trace)
  if (code === undefined) return undefined
  const [severity, what, change] = ownProblems[code]
  const about = trace.fault ?? trace.error ?? (trace.status && `HTTP ${trace.status}`)
  return {
    code,
    severity,
    what,
    change,
    ...(about !== undefined && { about: String(about) }),
    message: messageId(trace, 'response'),
    exchange: trace.index,
  }
}

/** The codes of problems that are no hints of the journal. */
type OwnProblemCode = keyof typeof ownProblems

function findOwnCode(trace: Trace): OwnProblemCode | undefined {
  const { fault, status, error, endpoint, path } = trace
  if (fault !== undefined) return isRefused(trace) ? 'fault_refused' : 'fault_met'
  if (status === undefined) return 'no_answer'
  if (error === 'access_denied' && endpoint === 'form') return 'consent_refused'
  if (error === 'login_required') return 'login_required'
  if (error === 'consent_required') return 'consent_required'
  if (error === 'interaction_required') return 'interaction_required'
  if (status >= 500) return 'service_failed'
  if (isRefused(trace)) return 'refused'
  const isSignInAgain = endpoint === 'form' && status === 200
  if (isSignInAgain) return path.includes('/consent') ? 'consent_form_repeated' : 'sign_in_repeated'
  return undefined
}

const ownProblems = {
  fault_refused: [
    'failure',
    'A fault that was set for this request answered in the place of the service, or ended the connection.',
    'Take the fault away, or see whether the application copes with it as it should.',
  ],
  fault_met: [
    'warning',
    'A fault that was set for this request delayed or changed the answer.',
    'Take the fault away, or see whether the application copes with it as it should.',
  ],
  no_answer: [
    'failure',
    'The connection ended without an answer.',
    'See whether the application retries what is safe to repeat.',
  ],
  consent_refused: [
    'failure',
    'The user did not allow the application what it asked for.',
    'Tell the user what the application needs it for, ask for fewer scopes, and offer the sign-in again.',
  ],
  login_required: [
    'failure',
    'prompt=none was sent, and no user is signed in at IMS in this browser.',
    'Sign the user in with a page: leave prompt=none out after a click of the user.',
  ],
  consent_required: [
    'failure',
    'prompt=none was sent, and the user has not allowed this application all the scopes that it asks for.',
    'Ask with a page: leave prompt=none out after a click of the user.',
  ],
  interaction_required: [
    'failure',
    'prompt=none was sent, and the user has something to agree to first, such as the terms of use.',
    'Ask with a page: leave prompt=none out after a click of the user.',
  ],
  service_failed: [
    'failure',
    'The service failed.',
    'Retry with a growing delay what is safe to repeat.',
  ],
  refused: [
    'failure',
    'The service refused the request.',
    'Read the answer: its body says what it did not take.',
  ],
  sign_in_repeated: [
    'warning',
    'The sign-in page was shown again: the e-mail address and the password did not belong together, or the form did not come from its own page.',
    'Use one of the users that the page lists; allow cookies for IMS.',
  ],
  consent_form_repeated: [
    'warning',
    'The consent page was shown again: the form did not come from its own page.',
    'Allow cookies for IMS, and decide again.',
  ],
} as const satisfies Record<string, readonly [FlowProblem['severity'], string, string]>

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
