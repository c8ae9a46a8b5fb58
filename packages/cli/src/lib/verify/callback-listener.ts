import { once } from 'node:events'
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { text } from 'node:stream/consumers'

import { UsageError } from '../usage-error.ts'

/** A local server at the redirect URI of an app, to which IMS leads the browser back. */
export interface CallbackListener {
  /** Leads the waiting browser to an address, if one waits, and resolves with the one that it comes back to. */
  readonly lead: (to: URL, signal: AbortSignal) => Promise<URL>
  /** Tells the waiting browser that it is done, and stops to listen. */
  readonly close: () => Promise<void>
}

/** Whether a program on this computer can listen where an app is led back to. */
export function isLocalAddress(redirectUri: string): boolean {
  const url = URL.parse(redirectUri)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  )
}

/** Listens at a redirect URI; over HTTPS with the certificate of the sandbox. */
export async function listenForCallbacks(redirectUri: string): Promise<CallbackListener> {
  const url = new URL(redirectUri)
  let arrive: ((at: URL) => void) | undefined
  let answer: ((next: string) => void) | undefined
  const server = await createServer(url.protocol, (request, response) => {
    respond(request, response, url, async (at) => {
      arrive?.(at)
      return new Promise<string>((resolve) => {
        answer = resolve
      })
    }).catch(() => response.destroy())
  })
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(describeFailure(error, redirectUri)))
    server.listen(port, url.hostname.replace(/[[\]]/g, ''), resolve)
  })
  return {
    lead: (to, signal) => {
      const arrival = new Promise<URL>((resolve) => {
        arrive = resolve
      })
      answer?.(to.href)
      answer = undefined
      return Promise.race([arrival, whenAborted(signal)])
    },
    close: async () => {
      answer?.('')
      const closed = once(server, 'close')
      server.close()
      // A browser may hold a connection that it never uses.
      const timer = setTimeout(() => server.closeAllConnections(), lastAnswerMs)
      await closed
      clearTimeout(timer)
    },
  }
}

const lastAnswerMs = 300

async function whenAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort')
  signal.throwIfAborted()
  throw new Error('The signal is not aborted')
}

async function createServer(
  protocol: string,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<ReturnType<typeof createHttpServer>> {
  if (protocol === 'http:') return createHttpServer(listener)
  const { ensureCertificate } = await import('@mudbrick/sandbox/node')
  const { certificate: cert, key } = await ensureCertificate()
  return createHttpsServer({ cert, key }, listener)
}

/** The page of the callback tells its whole address, of which a server does not see the fragment. */
async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { origin, pathname }: URL,
  onArrival: (at: URL) => Promise<string>,
): Promise<void> {
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('connection', 'close')
  const path = new URL(request.url ?? '/', origin).pathname
  if (request.method === 'GET' && path === pathname) {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(page)
    return
  }
  const isOwn = request.headers.origin === origin && path === arrivalPath
  const at = isOwn && request.method === 'POST' ? URL.parse(await text(request)) : null
  if (at?.origin !== origin || at.pathname !== pathname) {
    response.writeHead(404).end()
    return
  }
  response.setHeader('content-type', 'text/plain')
  response.end(await onArrival(at))
}

const arrivalPath = '/mudbrick-verify-arrival'

const page = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>mudbrick verify</title>
<body style="font: 18px/1.5 system-ui; margin: 4rem auto; max-width: 34rem">
<p id="text">mudbrick verify compares the next answer of IMS. Leave this window open.</p>
<script>
const here = location.href
history.replaceState(null, '', location.pathname)
fetch('${arrivalPath}', { method: 'POST', body: here })
  .then((response) => response.text())
  .then((next) => {
    if (next) location.replace(next)
    else document.getElementById('text').textContent = 'Done: go back to the terminal, and close this window.'
  })
  .catch(() => {
    document.getElementById('text').textContent = 'mudbrick verify has ended: close this window.'
  })
</script>
`

function describeFailure(error: Error, redirectUri: string): UsageError {
  const code = 'code' in error ? String(error.code) : error.message
  const what = code === 'EADDRINUSE' ? 'another program listens there, so end it' : code
  return new UsageError(
    `Cannot listen at ${redirectUri} (${what}): free the port, or name another redirect URI of the app with --redirect-uri`,
  )
}
