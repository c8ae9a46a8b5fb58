import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** An answer of the listener itself: one sentence. */
export interface PlainAnswer {
  readonly status: number
  readonly sentence: string
}

/** The answer as web response. */
export function createPlainResponse(answer: PlainAnswer): Response {
  return new Response(formatBody(answer), { status: answer.status, headers })
}

/** Answers a request that Node has parsed. */
export function sendPlainAnswer(outgoing: ServerResponse, answer: PlainAnswer): void {
  outgoing.writeHead(answer.status, lastHeaders(answer)).end(formatBody(answer))
}

/** Answers on a connection whose bytes were no request. */
export function sendPlainAnswerOnSocket(socket: Duplex, answer: PlainAnswer): void {
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...Object.entries(lastHeaders(answer)).map((header) => header.join(': ')),
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${formatBody(answer)}`, () => socket.destroy())
}

const headers = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
}

/** Those of an answer after which the connection ends. */
function lastHeaders(answer: PlainAnswer): Record<string, string> {
  const length = String(Buffer.byteLength(formatBody(answer)))
  return { ...headers, 'content-length': length, connection: 'close' }
}

function formatBody({ sentence }: PlainAnswer): string {
  return `${sentence}\n`
}
