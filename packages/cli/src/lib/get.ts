import { existsSync, readFileSync } from 'node:fs'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

/** What came back, with no more of its body than is needed. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** Sends a GET; follows no redirect, and gives up after eight seconds. */
export function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const ca = findAuthority(url)
  const options = { headers, signal, timeout: timeoutMs, agent: false, ...(ca && { ca: [...ca] }) }
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
        if (body.length > mostCharacters) response.destroy()
      })
      response.on('close', () => {
        const { location, date, 'content-type': type } = response.headers
        const status = response.statusCode ?? 0
        resolve({ status, headers: { location, date, 'content-type': type }, body })
      })
      response.on('error', reject)
    })
    request.on('timeout', () => {
      request.destroy(Object.assign(new Error('No answer in time'), { code: 'ETIMEDOUT' }))
    })
    request.on('error', reject)
    request.end()
  })
}

const timeoutMs = 8000
const mostCharacters = 65_536

/** The sandbox's authority vouches for this computer only, so it is trusted here without being asked for. */
function findAuthority({ hostname }: URL): readonly string[] | undefined {
  if (!/^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)) return undefined
  const home = process.env['MUDBRICK_HOME'] ?? join(homedir(), '.mudbrick')
  const path = join(home, 'certificate', 'ca.crt')
  return existsSync(path) ? [...rootCertificates, readFileSync(path, 'utf8')] : undefined
}
