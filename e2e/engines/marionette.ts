import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

/** Sends a command by its name, and resolves to its result. */
export type Ask = (name: string, parameters?: object) => Promise<unknown>

type Message = readonly [
  type: number,
  id: number,
  error: { message: string } | null,
  result: unknown,
]

/**
 * Speaks with Firefox as geckodriver does, which Debian has no package of: each message is its length, a colon,
 * and JSON.
 * @see https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export async function connectToFirefox(port: number): Promise<Ask> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const waiting = new Map<number, (message: Message) => void>()
  const greeted = receive(socket, ([, id, ...rest]) => waiting.get(id)?.([1, id, ...rest]))
  socket.on('error', () => socket.destroy())
  await greeted
  let lastId = 0

  return (name, parameters = {}) =>
    new Promise((resolve, reject) => {
      const id = (lastId += 1)
      waiting.set(id, ([, , error, result]) => {
        waiting.delete(id)
        if (error) reject(new Error(`Firefox refuses ${name}: ${error.message}`))
        else resolve(result)
      })
      const text = JSON.stringify([0, id, name, parameters])
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
}

/** Resolves with Firefox's greeting; what comes later are messages. */
function receive(socket: Socket, onMessage: (message: Message) => void): Promise<unknown> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      for (let next = takeNext(); next !== undefined; next = takeNext()) {
        if (Array.isArray(next)) onMessage(next as unknown as Message)
        else resolve(next)
      }
    })

    function takeNext(): unknown {
      const colon = received.indexOf(':')
      if (colon < 0) return undefined
      const end = colon + 1 + Number(received.subarray(0, colon).toString())
      if (received.length < end) return undefined
      const text = received.subarray(colon + 1, end).toString()
      received = received.subarray(end)
      return JSON.parse(text)
    }
  })
}
