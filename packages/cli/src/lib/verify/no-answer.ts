import type { Answer } from './compare.ts'

/** Why an answer says something of the user's rights or network, and nothing of Adobe's form. */
export function findRefusal(
  { status, text }: Answer,
  expected: number,
  service: string,
): string | undefined {
  if (service === 'aem' && isAsleep(status, text)) {
    return 'AEM answered with a page, as a sleeping environment does: wake it in Developer Console'
  }
  if (status === expected) return undefined
  const isContent = expected < 300 || service !== 'ims'
  if (isContent && !isRefusal(expected) && isRefusal(status)) return `refused (HTTP ${status})`
  if (service === 'aem' && status === 404)
    return 'AEM does not have it (HTTP 404): name one of yours with --folder or --asset'
  if (status === 407) return 'the proxy wants a password (HTTP 407)'
  if (status === 429) return 'asked too often (HTTP 429)'
  return status >= 502 && status <= 504 ? `the service failed (HTTP ${status})` : undefined
}

/** Whether a status refuses what was asked. */
export function isRefusal(status: number): boolean {
  return status === 401 || status === 403
}

/** A page with 401 to 403 is a refusal of the network in between. */
function isAsleep(status: number, text: string): boolean {
  return /^\s*</.test(text) && (status < 400 || status > 403)
}

/** Why no answer came, in words, without the name of a host. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason'
  if (error.name === 'TimeoutError') return 'timed out'
  const { cause } = error
  const code = codeOf(error) ?? codeOf(cause)
  if (code === undefined) return 'failed'
  return isUntrusted(code)
    ? `its certificate is not trusted, ${code}: name its authority in NODE_EXTRA_CA_CERTS`
    : code
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

function isUntrusted(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)
}
