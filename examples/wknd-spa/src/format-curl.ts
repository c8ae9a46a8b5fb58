import { isLoopback } from './configuration.ts'
import { type RecordedExchange, tokenVariable } from './network-recorder.ts'

/** A request as a command for a shell in which `TOKEN` holds an access token. */
export function formatCurl(exchange: RecordedExchange): string {
  const { method, url, requestHeaders, requestBody } = exchange
  return [
    `curl --request ${method} ${quote(url)}`,
    // The sandbox's certificate is this computer's own; curl does not know who has signed it.
    ...(isSandbox(url) ? ['--cacert ~/.mudbrick/certificate/ca.crt'] : []),
    ...requestHeaders.map(([name, value]) => `--header ${quoteHeader(`${name}: ${value}`)}`),
    ...(requestBody === undefined ? [] : [`--data-raw ${quote(requestBody)}`]),
  ].join(' \\\n  ')
}

function isSandbox(url: string): boolean {
  return url.startsWith('https:') && isLoopback(url)
}

/** Double quotes let the shell put the token in; single ones keep everything as it is. */
function quoteHeader(header: string): string {
  return header.endsWith(tokenVariable) ? `"${header}"` : quote(header)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
