import { describe, expect, it } from 'vitest'
import { repeatWhenClosed } from './stale-connection.ts'

const { signal } = new AbortController()

describe('repeatWhenClosed()', () => {
  it.each([
    ['the platform', new TypeError('fetch failed', { cause: createError('UND_ERR_SOCKET') })],
    ['the platform, reset', new TypeError('fetch failed', { cause: createError('ECONNRESET') })],
    ['others on Node', createError('EPIPE')],
  ])('sends again after a closed connection, as %s names it', async (_, error) => {
    const { send, count } = createSender([error])
    expect([(await repeatWhenClosed(send, signal)).status, count()]).toEqual([200, 2])
  })

  it.each([
    ['there is no service', new TypeError('fetch failed', { cause: createError('ECONNREFUSED') })],
    ['its name is unknown', new TypeError('fetch failed', { cause: createError('ENOTFOUND') })],
    ['it is too slow', createError('UND_ERR_HEADERS_TIMEOUT')],
    ['the error says nothing', new TypeError('fetch failed')],
  ])('does not send again when %s', async (_, error) => {
    const { send, count } = createSender([error])
    await expect(repeatWhenClosed(send, signal)).rejects.toBe(error)
    expect(count()).toBe(1)
  })

  it('does not send a third time', async () => {
    const errors = [createError('ECONNRESET'), createError('ECONNRESET')]
    const { send, count } = createSender(errors)
    await expect(repeatWhenClosed(send, signal)).rejects.toBe(errors[1])
    expect(count()).toBe(2)
  })

  it('does not send again when the client has left', async () => {
    const { send, count } = createSender([createError('ECONNRESET')])
    await expect(repeatWhenClosed(send, AbortSignal.abort())).rejects.toThrow('ECONNRESET')
    expect(count()).toBe(1)
  })
})

function createError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** Fails with each of the errors, then succeeds. */
function createSender(errors: readonly Error[]): {
  readonly send: () => Promise<Response>
  readonly count: () => number
} {
  let count = 0
  return {
    send: async () => {
      const error = errors[count]
      count += 1
      if (error) throw error
      return new Response()
    },
    count: () => count,
  }
}
