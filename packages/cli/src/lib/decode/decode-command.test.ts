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
    expect(stdout).toMatch(/expires_in +86400000 +1 day \(in milliseconds/)
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
    expect(stdout).toContain('30 minutes')
    expect(stdout).not.toContain(token)
  })

  it.each([
    ['86399', '23 hours 59 minutes', 'in seconds'],
    ['86399985', '1 day', 'in milliseconds'],
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

  it.each([
    [''],
    ['   '],
    ['hello'],
    ['{"a":'],
    ['{}'],
    ['[]'],
    ['Authorization: Basic bm9jb2xvbg=='],
    ['https://localhost/cb'],
    ['/cb?page=2 and more'],
    ['a=b'],
    ['\u0000\u0001\u0002'],
    ['x'.repeat(5_000_000)],
  ])('says that %j is nothing to decode, with 2', async (text) => {
    const { code, stdout, stderr } = await decode(text.slice(0))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^mudbrick: [^\n]+\n$/)
  })

  it('says that bytes are no text', async () => {
    const { code, stderr } = await decode(Buffer.from([0xff, 0xfe, 0x65, 0x00]))
    expect([code, stderr]).toEqual([
      2,
      'mudbrick: What is on stdin is no text: pipe in the token as text\n',
    ])
  })

  describe('takes a token as it comes', () => {
    const token = makeToken({ alg: 'RS256' }, { type: 'refresh_token', created_at: '1' })
    const [first, rest] = [token.slice(0, 60), token.slice(60)]

    it.each([
      ['in quotes', `"${token}"\n`],
      ['in lines of a terminal', `  ${first}\n${rest}\r\n`],
      ['as bearer', `Bearer ${token}`],
      ['in its header', `authorization:  bearer ${token}`],
      ['in a command', `curl -H 'Authorization: Bearer ${token}' https://ims.test`],
      ['in a source', `{\n  "refresh_token": "${token}"\n}`],
      ['among headers', `GET / HTTP/1.1\nHost: a\nAuthorization: Bearer ${token}\nAccept: */*`],
      ['in JSON', JSON.stringify({ token_type: 'bearer', refresh_token: token })],
      ['in a query', `https://localhost/cb?refresh_token=${token}&state=1`],
      ['in a fragment', `https://localhost/cb#refresh_token=${token}&state=1`],
      [
        'in the fragment of the browser library',
        `https://localhost/cb#old_hash=&from_ims=true?client_id=a&refresh_token=${token}&state=1`,
      ],
      ['in a custom scheme', `adobe+0123abcd://adobeid/my-app?refresh_token=${token}&state=1`],
      ['in the line of a log', `GET /cb?refresh_token=${token}&state=1 HTTP/1.1`],
      ['in a query alone', `refresh_token=${token}&state=1`],
      ['after a mark of the byte order', `\uFEFF${token}`],
    ])('%s, and shows nothing of its signature', async (_, text) => {
      const { code, stdout } = await decode(text)
      expect(code).toBe(0)
      expect(stdout).toContain('refresh token of IMS')
      const [, payload = '', signature = ''] = token.split('.')
      expect(stdout).not.toContain(payload.slice(0, 12))
      expect(stdout).not.toContain(signature.slice(0, 12))
    })
  })

  it.each([
    ['an opaque token', 'Bearer a1b2c3', 'a1b2c3', 'It is opaque'],
    ['a long one', 'Qx7'.repeat(12), 'Qx7Qx7', 'It is opaque'],
    [
      'a client’s secret',
      `Authorization: Basic ${Buffer.from('my-web:s3cret').toString('base64')}`,
      's3cret',
      'client id',
    ],
    ['an opaque code', 'https://localhost/cb?code=abc123&state=1', 'abc123', 'good once'],
    [
      'a secret in an address',
      'https://localhost/cb?code=a&client_secret=s3cret&state=1',
      's3cret',
      'not shown',
    ],
    [
      'a password in an address',
      'https://u:s3cret@localhost/cb?code=a&state=1',
      's3cret',
      'Callback to https://localhost/cb',
    ],
  ])('explains %s, and never shows it', async (_, text, secret, shown) => {
    const { code, stdout } = await decode(text)
    expect(code).toBe(0)
    expect(stdout).toContain(shown)
    expect(stdout).not.toContain(secret)
  })

  it.each([
    ['error=constructor&state=1'],
    ['error=access_denied&state=%9b31m%c2%9b31m'],
    ['error=access_denied&state=1&%1b%5b31m=2'],
    ['error=access_denied&state=%e2%80%aefdp'],
  ])('writes nothing that a terminal obeys, nor a function: %s', async (query) => {
    const { stdout } = await decode(`https://localhost/cb?${query}`)
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202E|function/u)
  })

  it('says that there is nothing to verify', async () => {
    const { code, stdout } = await decode('https://localhost/cb?error=access_denied', '--verify')
    expect([code, stdout.includes('There is no token in it whose signature')]).toEqual([1, true])
  })

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

  it('says after a second that it waits for keys', async () => {
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'ims_na1-key-1' }]
    const { origin, close } = await serveKeys(keys, 1100)
    const header = { alg: 'RS256', kid: 'ims_na1-key-1' }
    const { code, stderr } = await decode(makeToken(header, { iss: origin }), '--verify')
    expect([code, stderr]).toEqual([0, 'Waiting for the keys of IMS …\n'])
    await close()
  })

  it.each([
    [{ alg: 'none' }, {}, 'another algorithm'],
    [{ alg: 'RS256' }, { iss: 'http://ims-na1.adobelogin.com' }, 'names no issuer of Adobe’s'],
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
  text: string | Buffer,
  ...options: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const written = { stdout: '', stderr: '' }
  const terminal = (name: 'stdout' | 'stderr'): Parameters<typeof runCli>[1]['stdout'] => ({
    line: (line = '') => void (written[name] += `${line}\n`),
    style: (_, line) => line,
  })
  async function* stdin(): AsyncGenerator<string | Buffer> {
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
  delayMs = 0,
): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer((_, response) => {
    setTimeout(() => response.end(JSON.stringify({ keys })), delayMs)
  })
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
