import { once } from 'node:events'
import { request as sendRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import { bundleProgram, type Bundle } from '@mudbrick/testing/program'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

let bundle: Bundle

beforeAll(async () => {
  bundle = await bundleProgram(
    new URL('../../../../../tools/testing/programs/ending.ts', import.meta.url),
  )
}, 30_000)

afterAll(() => bundle.dispose())

describe('closeOnSignals()', { timeout: 30_000 }, () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends the process at %s when its calls have finished, with exit code 0',
    async (signal) => {
      const { process, call, told, exited } = await start()
      const answered = call('/300')
      await told('called')
      process.kill(signal)
      expect(await answered).toBe('200 close')
      expect([await exited, told.all]).toEqual([
        [0, null],
        ['called', 'closed'],
      ])
    },
  )

  it('ends it at the deadline with exit code 1, and says what was still open', async () => {
    const { process, call, told, exited } = await start({ timeoutMs: 300 })
    const answered = call('/60000?token=secret')
    await told('called')
    process.kill('SIGTERM')
    expect(await answered).toBe('ECONNRESET')
    expect([await exited, told.all]).toEqual([
      [1, null],
      [
        'called',
        'closed',
        'The server did not end well: connections were still open: 1 with calls under way (GET /60000).',
      ],
    ])
  })

  it('ends it at once at a second signal', async () => {
    const { process, call, told, exited } = await start()
    const answered = call('/60000')
    await told('called')
    process.kill('SIGTERM')
    await sleep(100)
    process.kill('SIGINT')
    expect(await answered).toBe('ECONNRESET')
    expect([await exited, told.all]).toEqual([
      [130, null],
      ['called', 'The server was ended by a second SIGINT with 1 calls under way.'],
    ])
  })
})

async function start({ timeoutMs = 25_000 } = {}) {
  vi.stubEnv('ENDING_TIMEOUT_MS', String(timeoutMs))
  const { process } = bundle.start()
  vi.unstubAllEnvs()
  const exited = once(process, 'exit')
  const [{ port }] = (await once(process, 'message')) as [{ readonly port: number }]
  const all: unknown[] = []
  process.on('message', (message) => all.push(message))
  const told = (message: string): Promise<unknown> =>
    vi.waitFor(() => expect(all).toContain(message), { timeout: 10_000, interval: 10 })
  const call = async (path: string): Promise<string> => {
    const sent = sendRequest(`http://127.0.0.1:${port}${path}`)
    sent.end()
    try {
      const [response] = await once(sent, 'response')
      response.resume()
      return `${response.statusCode} ${response.headers.connection}`
    } catch (error) {
      return String((error as NodeJS.ErrnoException).code)
    }
  }
  return { process, call, exited, told: Object.assign(told, { all }) }
}
