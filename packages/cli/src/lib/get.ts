import { existsSync, readFileSync } from 'node:fs'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

import { createProxyFetch, findProxy } from './verify/proxy-fetch.ts'

/** What came back, with no more of its body than is needed. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** Sends a GET, by the proxy of the environment where it names one; follows no redirect. Gives up after 8 seconds by default. */
export function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  timeoutMs = 8000,
): Promise<Answer> {
  if (findProxy(url, process.env)) return getByProxy(url, headers, signal, timeoutMs)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const ca = findAuthority(url)
  const options = { headers, signal, agent: false, ...(ca && { ca: [...ca] }) }
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
    // All of the answer has to come in time: a server that sends a byte now and then is never idle.
    const timer = setTimeout(() => {
      const reason = Object.assign(new Error('No answer in time'), { code: 'ETIMEDOUT' })
      request.destroy(reason)
      reject(reason)
    }, timeoutMs)
    request.on('close', () => clearTimeout(timer))
    request.on('error', reject)
    request.end()
  })
}

async function getByProxy(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Answer> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  const response = await createProxyFetch(fetch, process.env)(url, { headers, signal: deadline })
  const read = (name: string): string | undefined => response.headers.get(name) ?? undefined
  return {
    status: response.status,
    headers: {
      location: read('location'),
      date: read('date'),
      'content-type': read('content-type'),
    },
    body: (await response.text()).slice(0, mostCharacters),
  }
}

const mostCharacters = 65_536

/** The sandbox's authority vouches for this computer only, so it is trusted here without being asked for. */
function findAuthority({ hostname }: URL): readonly string[] | undefined {
  if (!/^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)) return undefined
  const home = process.env['MUDBRICK_HOME'] ?? join(homedir(), '.mudbrick')
  const path = join(home, 'certificate', 'ca.crt')
  return existsSync(path) ? [...rootCertificates, readFileSync(path, 'utf8')] : undefined
}
