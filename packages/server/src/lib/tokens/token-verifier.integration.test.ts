import type { Fetch } from '@mudbrick/http'
import { createImsClient } from '@mudbrick/ims/credentials'
import { createSandbox, type Fault, type Sandbox, type SandboxOptions } from '@mudbrick/sandbox'
import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { createTestServers, send } from '@mudbrick/testing/test-server'
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { toNodeHandler } from '../node/to-node-handler.ts'
import { createTokenErrorResponse } from './token-error-response.ts'
import { createTokenVerifier, type CreateTokenVerifierOptions } from './token-verifier.ts'

const servers = createTestServers()

afterEach(() => servers.closeAll())

const wknd = '57AB1E0000000000000000A0@AdobeOrg'

describe('createTokenVerifier()', () => {
  it('returns the user of a token, and what it allows', async () => {
    const { sandbox, verifier } = await create()
    const token = await issue(sandbox, { scopes: ['openid', 'commerce.accs'] })
    const headers = { authorization: `Bearer ${token}` }
    expect(await verifier.verify(new Request('https://api.example/', { headers }))).toMatchObject({
      userId: 'C04A000000000000000000D4@57AB1E0000000000000000A0',
      clientId: 'commerce-admin',
      scopes: ['openid', 'commerce.accs'],
      createdAt: sandbox.clock.now(),
      expiresAt: sandbox.clock.now() + 86_400_000,
    })
  })

  it('fetches the keys once for all tokens', async () => {
    const { sandbox, verifier } = await create()
    const tokens = await Promise.all([issue(sandbox), issue(sandbox), issue(sandbox)])
    await Promise.all(tokens.map((token) => verifier.verify(token)))
    await verifier.verify(await issue(sandbox))
    expect(sandbox.journal.exchanges({ path: '/ims/keys' })).toHaveLength(1)
  })

  it.each([
    ['no header', undefined],
    ['another scheme', 'Basic Y29tbWVyY2U6c2VjcmV0'],
    ['two tokens', 'Bearer a b'],
    ['nothing after the scheme', 'Bearer '],
  ])('asks for a token where there is %s', async (_, authorization) => {
    const { verifier } = await create()
    const headers = authorization === undefined ? {} : { authorization }
    await expect(
      verifier.verify(new Request('https://api.example/', { headers })),
    ).rejects.toMatchObject({ code: 'token_missing', status: 401, challenge: 'Bearer' })
  })

  it.each([
    ['that is no JWT', () => 'fake-access-token'],
    [
      'whose claims were changed',
      (token: string) => withClaims(token, { client_id: 'commerce-admin', user_id: 'other' }),
    ],
    [
      'that is not signed',
      (token: string) => withHeader(token, { alg: 'none' }).replace(/[^.]*$/, ''),
    ],
    [
      'that says so in other letters',
      (token: string) => withHeader(token, { alg: 'nOnE' }).replace(/[^.]*$/, ''),
    ],
    ['without an algorithm', (token: string) => withHeader(token, { alg: undefined })],
    ['without its signature', (token: string) => token.replace(/[^.]*$/, '')],
    ['with the signature of another token', (token: string) => withHeader(token, { jti: 'other' })],
    [
      'that is signed with the public key as a secret',
      (token: string) => withHeader(token, { alg: 'HS256' }),
    ],
    ['that has parts to spare', (token: string) => `${token}.${token}`],
    [
      'with an extension that has to be understood',
      (token: string) => withHeader(token, { crit: ['x'], x: 1 }),
    ],
  ])('refuses a token %s', async (_, forge) => {
    const { sandbox, verifier } = await create()
    const failure = verifier.verify(forge(await issue(sandbox)))
    await expect(failure).rejects.toMatchObject({
      status: 401,
      challenge: 'Bearer error="invalid_token"',
    })
    await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining('eyJ') })
  })

  it.each(['jwk', 'jku', 'x5u', 'x5c'])(
    'does not take the key from the token itself: %s',
    async (name) => {
      const { sandbox, verifier } = await create()
      const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
      const jwk = await exportJWK(publicKey)
      const address = 'https://evil.example/keys'
      const member = { jwk, jku: address, x5u: address, x5c: ['AA=='] }[name]
      const token = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims(sandbox))))
        .setProtectedHeader({ alg: 'RS256', kid: 'evil', [name]: member })
        .sign(privateKey)
      await expect(verifier.verify(token)).rejects.toHaveProperty('status', 401)
      expect(sandbox.journal.exchanges({}).map(({ path }) => path)).toEqual(['/ims/keys'])
    },
  )

  it('does not look into a token that is longer than any', async () => {
    const { sandbox, verifier } = await create()
    await expect(verifier.verify('a'.repeat(20_000))).rejects.toHaveProperty(
      'code',
      'token_invalid',
    )
    expect(sandbox.journal.exchanges({ path: '/ims/keys' })).toEqual([])
  })

  it('refuses a token of another issuer, whatever name its key has', async () => {
    const { sandbox, verifier } = await create()
    const { kid } = headerOf(await issue(sandbox))
    const { privateKey } = await generateKeyPair('RS256')
    const token = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims(sandbox))))
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(privateKey)
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'token_invalid')
  })

  it.each(['id_token', 'refresh_token'] as const)(
    'refuses an %s, though IMS has signed it',
    async (kind) => {
      const { sandbox, verifier } = await create()
      const tokens = await createConformanceClient(sandbox).obtainTokens()
      await expect(verifier.verify(tokens[kind])).rejects.toHaveProperty('status', 401)
    },
  )

  it('refuses a token whose time is up', async () => {
    const { sandbox, verifier } = await create()
    const token = await issue(sandbox)
    sandbox.clock.advance({ hours: 24 })
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'token_expired')
  })

  it('refuses a token of the future, as far as clocks do not explain it', async () => {
    const { sandbox, verifier } = await create()
    sandbox.clock.advance({ minutes: 2 })
    const token = await issue(sandbox)
    sandbox.clock.advance({ minutes: -1 })
    await expect(verifier.verify(token)).resolves.toHaveProperty('userId')
    sandbox.clock.advance({ minutes: -1 })
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'token_invalid')
  })

  it('refuses a token of another client, which any app could bring', async () => {
    const { sandbox, verifier } = await create()
    const token = await issue(sandbox, { clientId: 'wknd-spa' })
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: 'wrong_client',
      status: 401,
    })
  })

  it.each(['offline', 'online'] as const)(
    'accepts tokens of all clients in the list, %s',
    async (mode) => {
      const { sandbox, verifier } = await create({
        mode,
        clientIds: ['commerce-admin', 'wknd-spa'],
      })
      const token = await issue(sandbox, { clientId: 'wknd-spa' })
      expect(await verifier.verify(token)).toHaveProperty('clientId', 'wknd-spa')
    },
  )

  it('says which scope is missing', async () => {
    const { sandbox, verifier } = await create({ scopes: ['openid', 'commerce.accs'] })
    const token = await issue(sandbox, { scopes: ['openid'] })
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: 'insufficient_scope',
      status: 403,
      scope: 'commerce.accs',
      challenge: 'Bearer error="insufficient_scope", scope="commerce.accs"',
    })
  })

  it.each([
    ['clientIds', { clientIds: [] }],
    ['organizations', { organizations: [] }],
  ])('refuses an empty list of %s', async (option, options) => {
    await expect(create(options)).rejects.toMatchObject({ option })
  })
})

describe('keys', () => {
  it('says what to do where IMS does not publish the key of its access tokens', async () => {
    const { sandbox, verifier } = await create({}, { behavior: { accessTokenKeyPublished: false } })
    await expect(verifier.verify(await issue(sandbox))).rejects.toMatchObject({
      code: 'key_unknown',
      status: 401,
      message: expect.stringContaining("mode: 'online'"),
    })
  })

  it('asks for the keys again when there is a new one, and not at every token that names one', async () => {
    const { sandbox, verifier } = await create({}, { behavior: { accessTokenKeyPublished: false } })
    const token = await issue(sandbox)
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'key_unknown')
    sandbox.changeBehavior({ accessTokenKeyPublished: true })
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'key_unknown')
    expect(sandbox.journal.exchanges({ path: '/ims/keys' })).toHaveLength(1)
    sandbox.clock.advance({ seconds: 31 })
    await expect(verifier.verify(token)).resolves.toHaveProperty('userId')
  })

  it('says that IMS did not answer, which is not the fault of the token', async () => {
    const { sandbox, verifier } = await create()
    sandbox.faults.add({ match: 'GET /ims/keys', status: 503, times: 1 })
    const token = await issue(sandbox)
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: 'http_error',
      retryable: true,
    })
    await expect(verifier.verify(token)).resolves.toHaveProperty('userId')
  })

  it('uses the keys that it has while IMS is not available', async () => {
    const { sandbox, verifier } = await create()
    const token = await issue(sandbox)
    await verifier.verify(token)
    sandbox.faults.add({ match: 'GET /ims/keys', drop: true })
    sandbox.clock.advance({ hours: 2 })
    await expect(verifier.verify(token)).resolves.toHaveProperty('userId')
    await expect(verifier.verify(token)).resolves.toHaveProperty('userId')
    expect(sandbox.journal.exchanges({ path: '/ims/keys' })).toHaveLength(2)
  })

  it.each([
    ['is no key set', '{"keys":"none"}'],
    ['is no JSON', '<!doctype html>'],
  ])('reports an answer that %s', async (_, text) => {
    const { sandbox, verifier } = await create()
    sandbox.faults.add({ match: 'GET /ims/keys', status: 200, body: { type: 'text/html', text } })
    await expect(verifier.verify(await issue(sandbox))).rejects.toHaveProperty(
      'name',
      'UnexpectedResponseError',
    )
  })

  it('takes no signature but the kind that IMS makes, whatever key is there', async () => {
    const { sandbox, verifier } = await create()
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'other', alg: 'ES256' }]
    const text = JSON.stringify({ keys })
    sandbox.faults.add({ match: 'GET /ims/keys', status: 200, body: { type: 'text/json', text } })
    const token = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims(sandbox))))
      .setProtectedHeader({ alg: 'ES256', kid: 'other' })
      .sign(privateKey)
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'token_invalid')
  })

  it('ignores entries of a key set that are not keys', async () => {
    const { sandbox, verifier } = await create()
    const { publicKey } = await generateKeyPair('ES256')
    const keys = [null, 7, { ...(await exportJWK(publicKey)), kid: 'other', alg: 'ES256' }]
    const text = JSON.stringify({ keys })
    sandbox.faults.add({ match: 'GET /ims/keys', status: 200, body: { type: 'text/json', text } })
    await expect(verifier.verify(await issue(sandbox))).rejects.toHaveProperty(
      'code',
      'key_unknown',
    )
  })
})

describe('revocation', () => {
  it('is noticed online, and not offline', async () => {
    const { sandbox, ims, verifier } = await create()
    const online = createTokenVerifier({ ims, mode: 'online' })
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens()
    await expect(online.verify(token)).resolves.toHaveProperty('clientId', 'commerce-admin')
    await revoke(sandbox, token)
    await expect(online.verify(token)).rejects.toHaveProperty('code', 'token_invalid')
    await expect(verifier.verify(token)).resolves.toHaveProperty('clientId')
  })

  it('is asked for online without a key set', async () => {
    const { sandbox, verifier } = await create({ mode: 'online', scopes: ['openid'] })
    await verifier.verify(await issue(sandbox))
    expect(sandbox.journal.exchanges({ path: '/ims/keys' })).toEqual([])
  })

  it('is not asked for in the name of a client that may not call', async () => {
    const { sandbox, verifier } = await create({ mode: 'online' })
    const token = await issue(sandbox, { clientId: 'wknd-spa' })
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'wrong_client')
    expect(sandbox.journal.exchanges({ path: '/ims/validate_token/v1' })).toEqual([])
  })

  it.each([
    ['no signature', (token: string) => token.replace(/[^.]*$/, '')],
    [
      'the algorithm none',
      (token: string) => withHeader(token, { alg: 'none' }).replace(/[^.]*$/, ''),
    ],
    ['the signature of another token', (token: string) => withHeader(token, { jti: 'other' })],
  ])('does not accept a token with %s online', async (_, forge) => {
    const { sandbox, verifier } = await create({ mode: 'online' })
    const failure = verifier.verify(forge(await issue(sandbox)))
    await expect(failure).rejects.toHaveProperty('status', 401)
  })

  it('does not believe the claims of a forged token online', async () => {
    const { sandbox, verifier } = await create({ mode: 'online' })
    const token = withClaims(await issue(sandbox), { user_id: 'other' })
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'token_invalid')
  })
})

describe('organizations', () => {
  it('are asked for once in a quarter of an hour', async () => {
    const { sandbox, verifier } = await create({ organizations: [wknd] })
    const token = await issue(sandbox, { scopes: ['openid', 'read_organizations'] })
    expect(await verifier.verify(token)).toHaveProperty('organizations', [wknd])
    await verifier.verify(token)
    expect(sandbox.journal.exchanges({ path: '/ims/organizations/v6' })).toHaveLength(1)
    sandbox.clock.advance({ minutes: 15 })
    await verifier.verify(token)
    expect(sandbox.journal.exchanges({ path: '/ims/organizations/v6' })).toHaveLength(2)
  })

  it('of others are not let in', async () => {
    const { sandbox, verifier } = await create({ organizations: ['0123456789@AdobeOrg'] })
    const token = await issue(sandbox, { scopes: ['openid', 'read_organizations'] })
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: 'wrong_organization',
      status: 403,
    })
  })

  it('need a scope', async () => {
    const { sandbox, verifier } = await create({ organizations: [wknd] })
    const token = await issue(sandbox, { scopes: ['openid'] })
    await expect(verifier.verify(token)).rejects.toMatchObject({
      code: 'insufficient_scope',
      scope: 'read_organizations',
    })
  })

  it('are not given for a token that was revoked', async () => {
    const { sandbox, verifier } = await create({ organizations: [wknd] })
    const scope = 'openid,AdobeID,read_organizations'
    const { access_token: token } = await createConformanceClient(sandbox).obtainTokens({ scope })
    await revoke(sandbox, token)
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'token_invalid')
  })

  it('may be temporarily unavailable, which is not the fault of the token', async () => {
    const { sandbox, verifier } = await create({ organizations: [wknd] })
    sandbox.faults.add({ match: 'GET /ims/organizations/v6', status: 500 })
    const token = await issue(sandbox, { scopes: ['openid', 'read_organizations'] })
    await expect(verifier.verify(token)).rejects.toHaveProperty('code', 'http_error')
  })
})

describe('an API whose IMS is not available', () => {
  it.each<[string, CreateTokenVerifierOptions['mode'], Omit<Fault, 'match'>]>([
    ['does not answer', 'online', { drop: true }],
    ['is busy', 'online', { status: 503 }],
    ['does not answer', 'offline', { drop: true }],
  ])('answers 503 with Retry-After where it %s, %s', async (_, mode, fault) => {
    const { sandbox, verifier } = await create({ mode })
    const errors: unknown[] = []
    const token = await issue(sandbox)
    sandbox.faults.add({ match: 'GET /ims/keys', ...fault })
    sandbox.faults.add({ match: '* /ims/validate_token/v1', ...fault })
    // As in the README.
    const handler = toNodeHandler(async (request) => {
      try {
        const { userId, scopes } = await verifier.verify(request)
        return Response.json({ userId, scopes })
      } catch (error) {
        return createTokenErrorResponse(error, { onError: (given) => errors.push(given) })
      }
    })
    const { origin } = await servers.serve((incoming, outgoing) => handler(incoming, outgoing))

    const { status, headers } = await send(origin, {
      headers: { authorization: `Bearer ${token}` },
    })

    expect([status, headers['retry-after'], errors.length]).toEqual([503, '5', 1])
  })
})

async function create(
  options: Partial<CreateTokenVerifierOptions> = {},
  sandboxOptions: SandboxOptions = {},
) {
  const sandbox = await createSandbox({ clock: createFakeClock(), ...sandboxOptions })
  const ims = createImsClient({
    credential: 'web-app',
    clientId: 'commerce-admin',
    clientSecret: 'commerce-admin-secret',
    redirectUri: 'https://localhost:3002/auth/callback',
    scopes: 'openid',
    environment: sandbox.origins.ims,
    fetch: fetchOf(sandbox),
    clock: { now: sandbox.clock.now, setTimer: () => () => {} },
  })
  return { sandbox, ims, verifier: createTokenVerifier({ ims, ...options }) }
}

function fetchOf(sandbox: Sandbox): Fetch {
  return (input, init) => sandbox.fetch(new Request(input, init))
}

function issue(
  sandbox: Sandbox,
  { clientId = 'commerce-admin', scopes = ['openid'] as readonly string[] } = {},
): Promise<string> {
  return sandbox.tokens.issue({ user: 'cora@wknd.test', clientId, scopes })
}

async function revoke(sandbox: Sandbox, token: string): Promise<void> {
  await sandbox.fetch(`${sandbox.origins.ims}/ims/revoke`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('commerce-admin:commerce-admin-secret')}` },
    body: new URLSearchParams({ token }),
  })
}

function claims(sandbox: Sandbox): object {
  return {
    id: 'token-123',
    type: 'access_token',
    client_id: 'commerce-admin',
    user_id: 'other',
    scope: 'openid',
    created_at: String(sandbox.clock.now()),
    expires_in: '86400000',
  }
}

function headerOf(token: string): { readonly kid: string } {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
}

function withHeader(token: string, changes: object): string {
  return replacePart(token, 0, changes)
}

function withClaims(token: string, changes: object): string {
  return replacePart(token, 1, changes)
}

function replacePart(token: string, index: number, changes: object): string {
  const parts = token.split('.')
  const part = JSON.parse(Buffer.from(parts[index] ?? '', 'base64url').toString())
  parts[index] = Buffer.from(JSON.stringify({ ...part, ...changes })).toString('base64url')
  return parts.join('.')
}
