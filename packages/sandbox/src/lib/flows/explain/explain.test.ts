import { createFakeClock } from '@mudbrick/testing/fake-clock'
import {
  codeOf,
  codeVerifier,
  createSandboxUser,
  redirectUri,
} from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../../sandbox.ts'
import type { ExplainedCheck, Explanation } from '../explanation.ts'

const page = { origin: 'https://localhost:3001', 'sec-fetch-site': 'cross-site' }

async function explainLast(sandbox: Sandbox): Promise<Explanation> {
  return sandbox.flows.explain(sandbox.journal.last()?.index ?? 0)
}

function findCheck({ checks }: Explanation, kind: ExplainedCheck['kind']): ExplainedCheck {
  const check = checks.find((candidate) => candidate.kind === kind)
  if (check === undefined) throw new Error(`There is no check ${kind}.`)
  return check
}

interface CallOptions {
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

function callAem(
  sandbox: Sandbox,
  token: string,
  { path = '/adobe/sites/cf/models', ...init }: CallOptions = {},
): Promise<Response> {
  return sandbox.fetch(sandbox.origins.aem + path, {
    ...init,
    headers: {
      ...page,
      authorization: `Bearer ${token}`,
      'x-api-key': 'wknd-spa',
      ...init.headers,
    },
  })
}

describe('PKCE check', () => {
  it('works out that this verifier, hashed, is this challenge', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    await user.exchange(codeOf(await user.authorize()))
    expect(findCheck(await explainLast(sandbox), 'pkce')).toMatchObject({
      verdict: 'passed',
      source: { url: 'https://www.rfc-editor.org/rfc/rfc7636#section-4.6' },
      steps: [
        {
          what: expect.stringMatching(
            /^The verifier <code_verifier [\da-f]{8}> has 43 characters$/,
          ),
        },
        // RFC 7636 appendix B.
        {
          what: 'Its SHA-256, as base64url',
          result: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        },
        { result: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' },
        { what: 'Both', result: 'are the same', verdict: 'passed' },
      ],
    })
  })

  it('shows that a wrong one is not, and names the cause at its parameter', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    await user.exchange(codeOf(await user.authorize()), { code_verifier: 'x'.repeat(43) })
    const explanation = await explainLast(sandbox)
    expect(findCheck(explanation, 'pkce')).toMatchObject({ verdict: 'failed' })
    expect(explanation.request.fields.find(({ name }) => name === 'code_verifier')).toMatchObject({
      isSecret: true,
      problems: ['verifier_mismatch'],
    })
  })

  it('never shows a plain challenge, which is the verifier itself', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    const plain = { code_challenge: codeVerifier, code_challenge_method: 'plain' }
    await user.exchange(codeOf(await user.authorize(plain)))
    const explanation = await explainLast(sandbox)
    expect(findCheck(explanation, 'pkce').verdict).toBe('weak')
    const asked = await sandbox.flows.explain(1)
    expect(findCheck(asked, 'pkce').verdict).toBe('weak')
    expect(JSON.stringify([explanation, asked])).not.toContain(codeVerifier)
  })
})

describe('redirect URI check', () => {
  it('matches the patterns, then the default one', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    await user.browser.open(
      user.authorizationUrl({ redirect_uri: 'https://localhost:3000/callback' }),
    )
    expect(findCheck(await explainLast(sandbox), 'redirect-uri')).toMatchObject({
      verdict: 'failed',
      summary: `The browser goes to the default redirect URI ${redirectUri}, because https://localhost:3000/callback matches nothing: register a pattern for the address that the application uses.`,
      steps: expect.arrayContaining([
        expect.objectContaining({ result: 'does not match the whole address' }),
        expect.objectContaining({ result: 'is taken in its place', verdict: 'failed' }),
      ]),
    })
  })

  it('works with what was registered then, whatever has changed since', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    const credential = sandbox.credentials.get('wknd-spa')
    await user.browser.open(
      user.authorizationUrl({ redirect_uri: 'https://localhost:3000/callback' }),
    )
    if (credential.type === 'server-to-server')
      throw new Error('The tutorial’s credential signs users in.')
    sandbox.credentials.put({
      ...credential,
      redirectUriPatterns: [
        ...credential.redirectUriPatterns,
        String.raw`https://localhost:3000/callback`,
      ],
    })
    expect(findCheck(await sandbox.flows.explain(1), 'redirect-uri').verdict).toBe('failed')
    await user.browser.open(
      user.authorizationUrl({ redirect_uri: 'https://localhost:3000/callback' }),
    )
    expect(findCheck(await explainLast(sandbox), 'redirect-uri').verdict).toBe('passed')
  })

  it('says when too much has changed since', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    await user.browser.open(user.authorizationUrl())
    for (let count = 0; count < 201; count += 1) {
      sandbox.users.put({ email: `user-${count}@wknd.test` })
      // oxlint-disable-next-line no-await-in-loop
      await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    }
    expect(findCheck(await sandbox.flows.explain(1), 'redirect-uri')).toMatchObject({
      verdict: 'unknown',
      summary: expect.stringContaining('no longer known'),
    })
  })
})

describe('scopes check', () => {
  it('names what the credential does not have', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    await user.browser.open(user.authorizationUrl({ scope: 'openid,creative_sdk' }))
    expect(findCheck(await explainLast(sandbox), 'scopes')).toMatchObject({
      verdict: 'failed',
      steps: expect.arrayContaining([
        { what: 'openid', result: 'the credential has it', verdict: 'passed' },
        { what: 'creative_sdk', result: 'the credential does not have it', verdict: 'failed' },
      ]),
    })
  })

  it('compares what was granted with what was asked for', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    await user.exchange(codeOf(await user.authorize({ scope: 'openid AdobeID' })))
    expect(findCheck(await explainLast(sandbox), 'scopes')).toMatchObject({
      verdict: 'passed',
      steps: [
        { what: 'openid', result: 'granted' },
        { what: 'AdobeID', result: 'granted' },
      ],
    })
  })

  it('names the scope that a call needs and the token lacks', async () => {
    const sandbox = await createSandbox()
    const token = await sandbox.tokens.issue({
      user: 'ada@wknd.test',
      clientId: 'wknd-spa',
      scopes: ['openid'],
    })
    await callAem(sandbox, token)
    expect(findCheck(await explainLast(sandbox), 'scopes')).toMatchObject({
      verdict: 'failed',
      summary: expect.stringContaining('The call needs aem.fragments.management'),
    })
  })
})

describe('CORS check', () => {
  it('names the policy entry that allows the page', async () => {
    const sandbox = await createSandbox()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    await callAem(sandbox, token)
    const { verdict, steps } = findCheck(await explainLast(sandbox), 'cors')
    expect(verdict).toBe('passed')
    expect(steps.filter((step) => step.verdict === 'passed')).toMatchObject([
      { what: expect.stringMatching(/^com\.adobe\..+~wknd\.cfg\.json: alloworigin/) },
      { what: expect.stringContaining('allowedpaths') },
    ])
  })

  it('names the entry that would allow it', async () => {
    const sandbox = await createSandbox()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    await callAem(sandbox, token, { headers: { origin: 'https://app.example' } })
    expect(findCheck(await explainLast(sandbox), 'cors')).toMatchObject({
      verdict: 'failed',
      summary: expect.stringMatching(
        /^No policy allows https:\/\/app\.example at this path: add "https:\/\/app\.example" to alloworigin of com\.adobe\..+\.cfg\.json\.$/,
      ),
    })
  })

  it('goes by the registered redirect URIs at IMS', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    const code = codeOf(await user.authorize())
    await user.exchange(code, {}, { ...page, origin: 'https://localhost:9999' })
    expect(findCheck(await explainLast(sandbox), 'cors')).toMatchObject({
      verdict: 'failed',
      summary:
        'https://localhost:9999 is the origin of no redirect URI of the client: register one there.',
    })
  })
})

describe('allow-list, right and access token', () => {
  it('looks the client id up in api.yaml', async () => {
    const sandbox = await createSandbox()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'express-embed' })
    await callAem(sandbox, token)
    expect(findCheck(await explainLast(sandbox), 'allow-list')).toMatchObject({
      verdict: 'failed',
      summary: expect.stringContaining('express-embed is not in allowedClientIDs of api.yaml'),
    })
  })

  it('looks the right up in the product profiles', async () => {
    const sandbox = await createSandbox()
    const issue = (user: string): Promise<string> =>
      sandbox.tokens.issue({ user, clientId: 'wknd-spa' })
    await callAem(sandbox, await issue('nora@wknd.test'))
    expect(findCheck(await explainLast(sandbox), 'right')).toMatchObject({
      verdict: 'failed',
      steps: expect.arrayContaining([
        { what: 'Product profiles', result: 'the user has none', verdict: 'failed' },
      ]),
    })
    await callAem(sandbox, await issue('ada@wknd.test'))
    expect(findCheck(await explainLast(sandbox), 'right').verdict).toBe('passed')
    await callAem(sandbox, await issue('vic@wknd.test'), {
      method: 'DELETE',
      path: '/adobe/folders?path=/content/dam/x',
    })
    expect(findCheck(await explainLast(sandbox), 'right')).toMatchObject({
      verdict: 'failed',
      summary: expect.stringContaining('No product profile of vic@wknd.test gives write'),
    })
  })

  it('works out when the token expired, in the units of IMS', async () => {
    const sandbox = await createSandbox({ clock: createFakeClock(Date.UTC(2026, 0, 1)) })
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    sandbox.clock.advance({ hours: 25 })
    await callAem(sandbox, token)
    const explanation = await explainLast(sandbox)
    expect(findCheck(explanation, 'access-token')).toMatchObject({
      verdict: 'failed',
      steps: expect.arrayContaining([
        expect.objectContaining({
          what: 'created_at + expires_in, both in milliseconds',
          result: '2 January 2026 at 00:00:00 UTC',
        }),
        expect.objectContaining({ result: 'expired 1 hour ago', verdict: 'failed' }),
      ]),
    })
    expect(explanation.tokens).toMatchObject([
      {
        name: 'bearer',
        issuedAt: Date.UTC(2026, 0, 1),
        expiresAt: Date.UTC(2026, 0, 2),
        lifetime:
          'Issued 1 January 2026 at 00:00:00 UTC, valid for 24 hours, until 2 January 2026 at 00:00:00 UTC.',
      },
    ])
    expect(explanation.tokens[0]?.claims).toContainEqual(
      expect.objectContaining({ name: 'expires_in', value: '86400000', inWords: '24 hours' }),
    )
  })
})

describe('flows.reveal()', () => {
  it('gives every secret that an explanation hides', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    const code = codeOf(await user.authorize())
    const answer = (await (await user.exchange(code)).json()) as Record<string, string>
    const explanation = await explainLast(sandbox)
    const { exchange, secrets } = await sandbox.flows.reveal(explanation.exchange.index)
    expect(exchange).toBe(explanation.exchange.index)
    const values = secrets.map(({ value }) => value)
    expect(values).toEqual(expect.arrayContaining([code, codeVerifier, answer['access_token']]))
    const hidden = JSON.stringify(explanation).match(/<[\w-]+ [\da-f]{8}>/g) ?? []
    const shown = secrets.map((secret) => secret.shown)
    expect([...new Set(hidden)].filter((text) => !shown.includes(text))).toEqual([])
    expect(JSON.stringify(explanation)).not.toContain(code)
    expect(explanation.hasSecrets).toBe(true)
  })

  it('hides secrets in lists, and under any way of writing their names', async () => {
    const sandbox = await createSandbox()
    const secret = 'fake-secret-value'
    const body = JSON.stringify({
      secrets: [secret],
      accessToken: secret,
      items: [{ code: secret }],
    })
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    const headers = { 'content-type': 'application/json' }
    await callAem(sandbox, token, { method: 'POST', path: '/adobe/folders', headers, body })
    const explanation = await explainLast(sandbox)
    expect(explanation.request.fields.map(({ name }) => name)).toContain('secrets[]')
    expect(JSON.stringify(explanation)).not.toContain(secret)
    expect(explanation.curl).toContain('--data "$BODY"')
    expect(JSON.stringify(explanation)).not.toContain(token)
  })

  it('can be switched off', async () => {
    const sandbox = await createSandbox({ revealSecrets: false })
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    await expect(sandbox.flows.reveal(1)).rejects.toMatchObject({
      code: 'reveal_off',
      message: expect.stringContaining('shows no secrets'),
    })
  })

  it('holds nothing once the exchange has left', async () => {
    const sandbox = await createSandbox({ journalLimit: 1 })
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    await expect(sandbox.flows.reveal(1)).rejects.toMatchObject({ code: 'not_found' })
    await expect(sandbox.flows.explain('abc')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('never has the password of the sign-in page', async () => {
    const sandbox = await createSandbox()
    await createSandboxUser(sandbox).authorize()
    const explanation = await sandbox.flows.explain(2)
    expect(explanation.request.bodyNote).toBe(
      'The form of the sign-in page may hold a password: it is not kept.',
    )
    expect(JSON.stringify(await sandbox.flows.reveal(2))).not.toContain('mudbrick')
  })
})

describe('bodies that cannot be shown', () => {
  const post = (sandbox: Sandbox, type: string, body: BodyInit): Promise<Response> =>
    sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    })

  it('names the type and length of a binary one', async () => {
    const sandbox = await createSandbox()
    const bytes = Uint8Array.from({ length: 2000 }, (_, index) => (index * 7) % 256)
    sandbox.faults.add({ match: 'POST /ims/token/*', status: 503 })
    await post(sandbox, 'image/png', bytes)
    expect((await explainLast(sandbox)).request).toMatchObject({
      bodyNote: 'The body is binary, image/png, 2,000 bytes: it is not shown.',
    })
  })

  it('keeps nothing of 5 MB', async () => {
    const sandbox = await createSandbox()
    const body = 'x'.repeat(5 * 1024 * 1024)
    await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(body.length),
      },
      body,
    })
    const { request } = await explainLast(sandbox)
    expect(request.bodyNote).toContain('5,242,880 bytes were announced')
    expect(request).not.toHaveProperty('body')
  })

  it('says how much of a long one is there', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: 'POST /ims/token/*', status: 503 })
    await post(sandbox, 'text/plain', 'long '.repeat(20_000))
    expect((await explainLast(sandbox)).request).toMatchObject({
      bodyNote: 'Of 100,000 bytes, the first 16 KiB are kept.',
    })
  })

  it('says that an answer was broken by a fault, and that there was none', async () => {
    const sandbox = await createSandbox()
    sandbox.faults.add({ match: 'GET /ims/keys', truncateBodyAt: 10, times: 1 })
    sandbox.faults.add({ match: 'GET /ims/keys', drop: true, times: 1 })
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    expect((await explainLast(sandbox)).response).toMatchObject({
      bodyNote: 'A fault changed or broke the body on its way: it is not kept.',
    })
    await expect(sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)).rejects.toThrow('dropped')
    const cut = await explainLast(sandbox)
    expect(cut).not.toHaveProperty('response')
    expect(cut.problems).toMatchObject([{ code: 'fault_refused', message: '2-response' }])
  })

  it('says that what is called JSON cannot be read', async () => {
    const sandbox = await createSandbox()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    await callAem(sandbox, token, {
      method: 'POST',
      path: '/adobe/folders',
      headers: { 'content-type': 'application/json' },
      body: '[{"path":',
    })
    expect((await explainLast(sandbox)).request).toMatchObject({
      body: '[{"path":',
      bodyNote: 'The body is called JSON and cannot be read as JSON.',
    })
  })
})

describe('curl', () => {
  it('puts variables in the place of secrets, and quotes what a shell would read', async () => {
    const sandbox = await createSandbox()
    const user = createSandboxUser(sandbox)
    const code = codeOf(await user.authorize())
    await user.exchange(code, { state: "it's $HOME" }, page)
    const { curl } = await explainLast(sandbox)
    expect(curl).toContain("curl -X POST 'https://ims.sandbox.test/ims/token/v3'")
    expect(curl).toContain('--data-urlencode "code=$CODE"')
    expect(curl).toContain('--data-urlencode "code_verifier=$CODE_VERIFIER"')
    expect(curl).toContain(String.raw`--data-urlencode 'state=it'\''s $HOME'`)
    expect(curl).not.toContain('sec-fetch-site')
    expect(curl).not.toContain(code)
  })
})
