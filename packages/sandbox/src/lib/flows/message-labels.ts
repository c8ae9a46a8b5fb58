import { isCorsCode } from './problem.ts'
import type { Trace } from './trace.ts'

/** A request in a few words. */
export function labelRequest({ method, path, grantType, isPreflight, isSilent }: Trace): string {
  const notes = [
    grantType,
    isPreflight ? 'preflight' : undefined,
    isSilent ? 'prompt=none' : undefined,
  ].filter((note) => note !== undefined)
  return `${method} ${path}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`
}

/** An answer in a few words. */
export function labelResponse(trace: Trace): string {
  const { status } = trace
  return status === undefined ? 'no answer' : `${status} ${describeAnswer(trace)}`.trim()
}

function describeAnswer(trace: Trace): string {
  const { given, error, location, endpoint, status = 0, isPreflight, isSilent } = trace
  if (error !== undefined) return `with the error ${error}`
  if (given.code !== undefined) return 'with a code'
  if (given.accessToken !== undefined) {
    return given.refreshToken === undefined
      ? 'with an access token'
      : 'with an access token and a refresh token'
  }
  if (isPreflight) return hasCorsFlaw(trace) ? 'which the browser takes for a no' : 'may be sent'
  if (status >= 300 && status < 400 && location !== undefined) {
    return endpoint === 'form' ? 'back to the authorization endpoint' : `to ${location}`
  }
  if (endpoint === 'authorize' && status === 200 && !isSilent) return 'with a page of IMS’s own'
  if (endpoint === 'form' && status === 200) return 'with the page again'
  return ''
}

/** Whether the browser keeps the answer from the page that asked. */
export function hasCorsFlaw({ hints }: Trace): boolean {
  return hints.some(({ code }) => isCorsCode(code))
}
