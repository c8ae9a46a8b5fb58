import {
  AemError,
  type AemClient,
  explainFailure,
  type FailureCause,
  type Fetch,
  isMudbrickError,
  NetworkError,
} from '@mudbrick/aem'

import type { Failure } from './failure.ts'

export interface DescribeAemFailureOptions {
  readonly aem: AemClient
  readonly pageOrigin: string
  /** Sends the request that tells a CORS policy from a lost connection; the page's own by default. */
  readonly probe?: Fetch
}

/** Says, in the user's words, why a call of AEM failed, and which file to change. */
export async function describeAemFailure(
  error: unknown,
  { aem, pageOrigin, probe }: DescribeAemFailureOptions,
): Promise<Failure> {
  const { cause, explanation, fix, file } = await explainFailure(error, { aem, probe })
  const answer = describeAnswer(error)
  if (cause === 'unknown') return { ...describeUnknown(error, explanation, fix), ...answer }
  return {
    title: titles[cause],
    explanation: [explanation, quoteAem(error)].join(''),
    advice:
      cause === 'certificate_not_accepted' ? certificateAdvice : [fix, ...hints(cause, pageOrigin)],
    file: ownFiles[cause] ?? file,
    origin:
      cause === 'certificate_not_accepted' && error instanceof NetworkError
        ? new URL(error.url).origin
        : undefined,
    ...answer,
  }
}

/** Whether AEM refused because of who the user is: the next change would fail in the same way. */
export async function isPermissionMissing(error: unknown, aem: AemClient): Promise<boolean> {
  if (!(error instanceof AemError) || error.status !== 403) return false
  return (await explainFailure(error, { aem })).cause === 'permission_missing'
}

type KnownCause = Exclude<FailureCause, 'unknown'>

const titles: Readonly<Record<KnownCause, string>> = {
  token_rejected: 'AEM does not take the access token',
  client_not_allowlisted: 'AEM does not let this app in',
  scope_missing: 'The access token lacks a scope',
  api_key_invalid: 'The API key is not the client ID of the token',
  permission_missing: 'You may not do this',
  cors_denied: "AEM's CORS policy does not allow this page",
  certificate_not_accepted: 'AEM could not be reached',
  hibernated: 'The AEM environment is asleep',
}

/** What this app reads from a file of its own; the package can only know AEM's. */
const ownFiles: Readonly<Partial<Record<KnownCause, string>>> = {
  scope_missing: '.env (REACT_APP_ADC_SCOPES)',
  api_key_invalid: '.env (REACT_APP_ADC_CLIENT_ID)',
}

const certificateAdvice = [
  'If nothing comes there, check the connection, and REACT_APP_AEM_ASSET_HOSTNAME in .env.',
]

function hints(cause: KnownCause, pageOrigin: string): readonly string[] {
  if (cause === 'cors_denied') return [`The origin of this page is ${pageOrigin}.`]
  if (cause === 'permission_missing')
    return ['Then sign out and in again: a token keeps the rights it was born with.']
  return []
}

function describeAnswer(error: unknown): Pick<Failure, 'status' | 'requestId'> {
  return error instanceof AemError ? { status: error.status, requestId: error.requestId } : {}
}

function quoteAem(error: unknown): string {
  const said = error instanceof AemError && (error.problem?.detail ?? error.problem?.title)
  return said ? ` AEM said: “${said}”` : ''
}

function describeUnknown(error: unknown, explanation: string, fix: string): Failure {
  if (!(error instanceof AemError) || !error.retryable) {
    const title =
      error instanceof AemError ? 'AEM did not accept the request' : 'AEM gave no usable answer'
    return { title, explanation, advice: isMudbrickError(error) ? [fix] : [] }
  }
  const { retryAfterMs, status } = error
  return {
    title: status === 429 ? 'AEM asks for patience' : 'AEM is in trouble',
    explanation,
    advice:
      retryAfterMs === undefined
        ? [fix]
        : [`It asks for ${Math.ceil(retryAfterMs / 1000)} seconds.`],
  }
}
