import { createConformanceClient, type WireTokens } from '@mudbrick/testing/conformance-client'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const sandboxes = {
  tutorial: await createSandbox(),
  strict: await createSandbox({ behavior: 'strict' }),
  graceful: await createSandbox({ behavior: { refreshGraceMs: 10_000 } }),
}

async function tokensOf(responses: readonly Response[]): Promise<readonly WireTokens[]> {
  const good = responses.filter((response) => response.status === 200)
  return Promise.all(good.map((response) => response.json() as Promise<WireTokens>))
}

async function errorsOf(responses: readonly Response[]): Promise<readonly string[]> {
  const bad = responses.filter((response) => response.status !== 200)
  const bodies = await Promise.all(
    bad.map((response) => response.json() as Promise<{ readonly error: string }>),
  )
  return [...new Set(bodies.map(({ error }) => error))]
}

function hundred(request: () => Promise<Response>): Promise<readonly Response[]> {
  return Promise.all(Array.from({ length: 100 }, request))
}

describe('a hundred exchanges of one code', () => {
  it.each([
    ['tutorial', 200],
    ['strict', 401],
  ] as const)(
    '%s: one succeeds, and its access token is then answered with %i',
    async (preset, status) => {
      const client = createConformanceClient(sandboxes[preset])
      const code = await client.obtainCode()
      const responses = await hundred(() => client.exchange(code))
      const tokens = await tokensOf(responses)
      expect(tokens).toHaveLength(1)
      expect(await errorsOf(responses.filter(({ bodyUsed }) => !bodyUsed))).toEqual([
        'invalid_grant',
      ])
      expect((await client.requestUserinfo(tokens[0]?.access_token ?? '')).status).toBe(status)
    },
  )

  it.each([
    ['tutorial', 200],
    ['strict', 400],
  ] as const)('%s: its refresh token is then answered with %i', async (preset, status) => {
    const client = createConformanceClient(sandboxes[preset])
    const code = await client.obtainCode()
    const [tokens] = await tokensOf(await hundred(() => client.exchange(code)))
    expect((await client.refresh(tokens?.refresh_token ?? '')).status).toBe(status)
  })
})

describe('a hundred refreshes with one token', () => {
  it.each([
    ['tutorial', 200],
    ['strict', 400],
  ] as const)(
    '%s: one succeeds, and its successor is then answered with %i',
    async (preset, status) => {
      const client = createConformanceClient(sandboxes[preset])
      const { refresh_token: token } = await client.obtainTokens()
      const responses = await hundred(() => client.refresh(token))
      const tokens = await tokensOf(responses)
      expect(tokens).toHaveLength(1)
      expect(await errorsOf(responses.filter(({ bodyUsed }) => !bodyUsed))).toEqual([
        'invalid_grant',
      ])
      expect((await client.refresh(tokens[0]?.refresh_token ?? '')).status).toBe(status)
    },
  )

  it('with a grace window: all callers end with access tokens that work', async () => {
    const client = createConformanceClient(sandboxes.graceful)
    const { refresh_token: token } = await client.obtainTokens()
    const tokens = await tokensOf(await hundred(() => client.refresh(token)))
    expect(tokens).toHaveLength(100)
    const answers = await Promise.all(
      tokens.map(({ access_token: accessToken }) => client.requestUserinfo(accessToken)),
    )
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('with a grace window: all callers can refresh again', async () => {
    const client = createConformanceClient(sandboxes.graceful)
    const { refresh_token: token } = await client.obtainTokens()
    const tokens = await tokensOf(await hundred(() => client.refresh(token)))
    const answers = await Promise.all(
      tokens.map(({ refresh_token: successor }) => client.refresh(successor)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200))
  })
})
