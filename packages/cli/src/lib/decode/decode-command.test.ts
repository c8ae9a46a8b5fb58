import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describe, expect, it } from 'vitest'

import { runCli } from '../run-cli.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

describe('mudbrick decode', () => {
  it('explains dates, units and what is unusual of an access token', async () => {
    const claims = {
      type: 'access_token',
      client_id: 'client-id-123',
      created_at: '1764547200000',
      expires_in: '86400000',
      scope: 'openid,AdobeID',
    }
    const { code, stdout } = await decode(
      makeToken({ alg: 'RS256', x5u: 'ims_na1-key-at-1.cer', kid: 'ims_na1-key-at-1' }, claims),
    )
    expect(code).toBe(0)
    expect(stdout).toContain('access token of IMS')
    expect(stdout).toMatch(/created_at +1764547200000 +2025-12-01T00:00:00Z \(in milliseconds/)
    expect(stdout).toMatch(/expires_in +86400000 +1 d \(in milliseconds/)
    expect(stdout).toMatch(/ends +2025-12-02T00:00:00Z/)
    expect(stdout).toContain('x5u is a bare file name')
    expect(stdout).toContain('It has no exp')
  })

  it('explains a callback address, and never repeats its code', async () => {
    const token = makeToken(
      { alg: 'RS256' },
      { type: 'authorization_code', created_at: '1', expires_in: '1800000' },
    )
    const { code, stdout } = await decode(`https://localhost:3001/callback?code=${token}`)
    expect(code).toBe(0)
    expect(stdout).toContain('Callback to https://localhost:3001/callback, in the query')
    expect(stdout).toContain('There is no state')
    expect(stdout).toContain('30 min')
    expect(stdout).not.toContain(token)
  })

  it.each([
    ['86399', '23 h 59 min', 'in seconds'],
    ['86399985', '1 d', 'in milliseconds'],
  ])('reads expires_in %s of a token response', async (expiresIn, span, unit) => {
    const { stdout } = await decode(
      JSON.stringify({ access_token: 'opaque', expires_in: Number(expiresIn) }),
    )
    expect(stdout).toContain(span)
    expect(stdout).toContain(unit)
  })

  it.each([
    ['error=login_required&state=x', 'no user is signed in'],
    ['error=%1b%5b31mred&state=x', String.raw`\u001b[31mred`],
  ])('shows an error without its control characters: %s', async (query, shown) => {
    const { stdout } = await decode(`https://localhost/cb?${query}`)
    expect(stdout).toContain(shown)
  })

  it.each([[''], ['   '], ['hello'], ['{"a":'], ['https://localhost/cb'], ['x'.repeat(300_000)]])(
    'says that %j is nothing to decode, with 2',
    async (text) => {
      const { code, stdout, stderr } = await decode(text.slice(0))
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^mudbrick: [^\n]+\n$/)
    },
  )

  it('says that an encrypted token cannot be read', async () => {
    const { stdout } = await decode('eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d')
    expect(stdout).toContain('It is encrypted (JWE)')
  })
})

describe('mudbrick decode --verify', () => {
  it('checks the signature by the keys of the issuer', async () => {
    const { origin, close } = await serveKeys([
      { ...publicKey.export({ format: 'jwk' }), kid: 'ims_na1-key-1' },
    ])
    const header = { alg: 'RS256', kid: 'ims_na1-key-1' }
    const token = makeToken(header, { iss: origin, aud: 'client-id-123', exp: 1 })
    const forged = makeToken(header, { iss: origin, aud: 'other', exp: 1 }).replace(
      /[^.]*$/,
      token.split('.')[2] ?? '',
    )
    const unknown = makeToken({ ...header, kid: 'ims_na1-key-at-1' }, { iss: origin })
    expect(await decode(token, '--verify')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Verified  token'),
    })
    expect(await decode(forged, '--verify')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the signature is wrong'),
    })
    expect(await decode(unknown, '--verify')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('its key is not among the 1'),
    })
    await close()
  })

  it.each([
    [{ alg: 'none' }, {}, 'another algorithm'],
    [{ alg: 'RS256' }, { iss: 'https://evil.test' }, 'names no issuer of Adobe’s'],
    [{ alg: 'RS256' }, { iss: 'http://127.0.0.1:1' }, 'does not answer (ECONNREFUSED)'],
  ])('says why it cannot: %j %j', async (header, claims, why) => {
    const { code, stdout } = await decode(makeToken(header, claims), '--verify')
    expect(code).toBe(1)
    expect(stdout).toContain(why)
  })

  it('refuses an IMS that is no address, with 2', async () => {
    const token = makeToken({ alg: 'RS256' }, {})
    expect(await decode(token, '--verify', '--ims', 'far')).toMatchObject({ code: 2 })
  })
})

function makeToken(header: unknown, claims: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
}

async function decode(
  text: string,
  ...options: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const written = { stdout: '', stderr: '' }
  const terminal = (name: 'stdout' | 'stderr'): Parameters<typeof runCli>[1]['stdout'] => ({
    line: (line = '') => void (written[name] += `${line}\n`),
    style: (_, line) => line,
  })
  async function* stdin(): AsyncGenerator<string> {
    yield text
  }
  const code = await runCli(['decode', ...options], {
    stdout: terminal('stdout'),
    stderr: terminal('stderr'),
    signal: new AbortController().signal,
    stdin: stdin(),
  })
  return { code, ...written }
}

async function serveKeys(
  keys: readonly unknown[],
): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer((_, response) => response.end(JSON.stringify({ keys })))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
    })
  return { origin: `http://127.0.0.1:${port}`, close }
}
