import { describe, expect, it } from 'vitest'

import { createCallRecorder } from './call-recorder.ts'
import { createOwnServer } from './own-server.ts'

describe('createOwnServer()', () => {
  it('sends the header that no page of another site can send', async () => {
    const { headers } = await send({ method: 'POST' })
    expect(headers.get('x-requested-with')).toBe('mudbrick')
  })

  it('sends the cookie, also where the client of an API leaves it out', async () => {
    expect((await send({ credentials: 'omit' })).credentials).toBe('same-origin')
  })
})

/** What arrives at the platform's `fetch`. */
async function send(init: RequestInit): Promise<Request> {
  const arrived: Request[] = []
  const recorder = createCallRecorder({
    fetch: (input) => {
      arrived.push(new Request(input))
      return Promise.resolve(new Response())
    },
  })
  await createOwnServer(recorder).fetch('https://localhost:3002/api/token', init)
  return arrived[0] ?? new Request('https://none.test')
}
