import { invalidConfiguration, type SandboxError } from '../sandbox-error.ts'

/**
 * The address by which others reach the sandbox.
 *
 * @throws {@link SandboxError} `invalid_configuration` when it is not an origin that the sandbox can be reached at.
 */
export function parsePublicUrl(text: string, scheme: 'https' | 'http'): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw createError(text, 'is not the address of a web server')
  }
  if (url.href !== `${url.origin}/`) throw createError(text, 'has more than scheme, host and port')
  if (scheme === 'https' && url.protocol === 'http:') {
    throw createError(text, 'is plain HTTP, which this sandbox does not serve')
  }
  return url
}

function createError(text: string, problem: string): SandboxError {
  return invalidConfiguration(
    `The public URL ${JSON.stringify(text)} ${problem}: write one such as ${example(text)}.`,
  )
}

function example(text: string): string {
  return text.startsWith('http:')
    ? 'https://sandbox:8440, or serve plain HTTP'
    : 'http://sandbox:8440'
}
