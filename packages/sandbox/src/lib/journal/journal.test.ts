import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { afterEach, describe, expect, it, vi } from 'vitest'

import type { ExchangeNotes } from './exchange.ts'
import { createJournal, type JournalOptions } from './journal.ts'
import { fingerprint } from './redact.ts'

const tokenUrl = 'https://ims.sandbox.test/ims/token/v3'

function open(options: Partial<JournalOptions> = {}): {
  readonly journal: ReturnType<typeof createJournal>
  readonly note: (
    notes?: Partial<ExchangeNotes> & { readonly url?: string; readonly init?: RequestInit },
  ) => void
} {
  const journal = createJournal({ clock: createFakeClock(), ...options })
  return {
    journal,
    note: ({ url = tokenUrl, init = {}, ...notes } = {}) => {
      const { body, ...rest } = init
      const requestBody = typeof body === 'string' ? new TextEncoder().encode(body) : undefined
      const request = new Request(url, rest)
      const response = new Response(null, { status: 200 })
      journal.record({
        service: 'ims',
        request,
        requestBody,
        response,
        durationMs: 1,
        hints: [],
        ...notes,
      })
    },
  }
}

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

afterEach(() => {
  vi.useRealTimers()
})

describe('journal.exchanges()', () => {
  it('shows what was sent and answered', () => {
    const { journal, note } = open()
    note({
      url: `${tokenUrl}?client_id=wknd-spa`,
      init: form({ grant_type: 'authorization_code' }),
      response: Response.json({ error: 'invalid_grant' }, { status: 400 }),
      responseText: '{"error":"invalid_grant"}',
      hints: [{ code: 'code_reused', about: undefined }],
    })
    expect(journal.exchanges()).toMatchObject([
      {
        index: 1,
        service: 'ims',
        method: 'POST',
        url: tokenUrl,
        path: '/ims/token/v3',
        parameters: { client_id: 'wknd-spa', grant_type: 'authorization_code' },
        status: 400,
        responseBody: { error: 'invalid_grant' },
        clientId: 'wknd-spa',
        hints: [{ code: 'code_reused', message: expect.stringContaining('exchanged before') }],
      },
    ])
  })

  it('reads multipart forms', () => {
    const { journal, note } = open()
    note({
      init: {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\nContent-Disposition: form-data; name="client_id"\r\n\r\nwknd-spa\r\n--x--\r\n',
      },
    })
    expect(journal.last()?.parameters).toEqual({ client_id: 'wknd-spa' })
  })

  it('filters by what is given', () => {
    const { journal, note } = open({ findUserId: () => 'ada-id' })
    note({ url: 'https://ims.sandbox.test/ims/keys' })
    note({
      init: form({ client_id: 'wknd-spa' }),
      hints: [{ code: 'state_missing', about: undefined }],
    })
    const token = `x.${btoa(JSON.stringify({ user_id: 'ada-id', client_id: 'other' }))}.x`
    note({
      service: 'aem',
      init: { headers: { authorization: `Bearer ${token}` } },
      response: undefined,
    })
    const indexes = (filter: object): readonly number[] =>
      journal.exchanges(filter).map(({ index }) => index)
    expect(indexes({ path: '/ims/token/*' })).toEqual([2, 3])
    expect(indexes({ path: '/ims/keys' })).toEqual([1])
    expect(indexes({ method: 'post' })).toEqual([2])
    expect(indexes({ clientId: 'wknd-spa' })).toEqual([2])
    expect(indexes({ user: 'ada@wknd.test' })).toEqual([3])
    expect(indexes({ service: 'aem' })).toEqual([3])
    expect(indexes({ hint: 'state_missing' })).toEqual([2])
    expect(indexes({ status: 200 })).toEqual([1, 2])
    expect(indexes({ after: 2 })).toEqual([3])
  })

  it('refuses a filter that it does not know, naming those that it does', () => {
    const filter: object = { client: 'wknd-spa' }
    expect(() => open().journal.exchanges(filter)).toThrow(
      'The journal cannot be filtered by "client": use service, method, path, status, clientId',
    )
  })

  it('refuses a hint that there is not', () => {
    const filter: object = { hint: 'state_mising' }
    expect(() => open().journal.exchanges(filter)).toThrow('knows no hint "state_mising"')
  })

  it('holds the newest, and counts the others', () => {
    const { journal, note } = open({ capacity: 2 })
    note()
    note()
    note()
    expect(journal.exchanges().map(({ index }) => index)).toEqual([2, 3])
    expect(journal.dropped).toBe(1)
  })

  it('counts on after being cleared', () => {
    const { journal, note } = open()
    note()
    journal.clear()
    expect(journal.exchanges()).toEqual([])
    note()
    expect(journal.last()?.index).toBe(2)
  })

  it('does not record the control API', () => {
    const { journal, note } = open()
    note({ service: 'home', url: 'https://sandbox.test/control/journal?path=*' })
    expect(journal.exchanges()).toEqual([])
  })
})

describe('journal.waitFor()', () => {
  it('gives what is there already', async () => {
    const { journal, note } = open()
    note()
    expect(await journal.waitFor({ path: '/ims/token/v3' })).toBe(journal.last())
  })

  it('waits for what comes', async () => {
    const { journal, note } = open()
    note()
    const waiting = journal.waitFor({ path: '/ims/token/v3', after: 1 })
    note()
    expect((await waiting).index).toBe(2)
  })

  it('tells what came instead when the time is up', async () => {
    vi.useFakeTimers()
    const { journal, note } = open()
    note({ url: 'https://ims.sandbox.test/ims/keys' })
    const waiting = journal.waitFor({ status: 400 }, { timeoutMs: 50 }).catch(String)
    await vi.advanceTimersByTimeAsync(50)
    expect(await waiting).toBe(
      'SandboxError: No exchange agreed with {"status":400} within 50 ms: the journal holds 1, the newest being ims GET /ims/keys (200).',
    )
  })

  it('names the line of the test when the time is up', async () => {
    const { journal } = open()
    const error = await journal.waitFor({}, { timeoutMs: 0 }).catch((reason: unknown) => reason)
    const [message, caller] = String((error as Error).stack).split('\n')
    expect([message, caller]).toEqual([
      expect.stringContaining('SandboxError: No exchange'),
      expect.stringContaining('journal.test.ts'),
    ])
  })

  it('passes on the reason of the caller who gives up', async () => {
    const controller = new AbortController()
    const waiting = open().journal.waitFor({}, { signal: controller.signal })
    controller.abort('enough')
    await expect(waiting).rejects.toBe('enough')
  })
})

describe('what the journal shows of secrets', () => {
  const secret = 'fake-secret-value'
  const jwt = `eyJhbGciOiJSUzI1NiJ9.${btoa('{"user_id":"ada"}').replaceAll('=', '')}.fake-signature`

  it.each([
    'access_token',
    'refresh_token',
    'id_token_hint',
    'code',
    'code_verifier',
    'code_challenge',
    'client_secret',
    'authenticating_token',
    'client_assertion',
    'promise_token',
    'jwt_token',
    'token',
    'password',
    'user_password',
  ])('hides the parameter %s', (name) => {
    const { journal, note } = open()
    note({ init: form({ [name]: secret }) })
    expect(JSON.stringify(journal.exchanges())).not.toContain(secret)
    expect(journal.last()?.parameters[name]).toBe(`<${name} ${fingerprint(secret)}>`)
  })

  it.each([
    ['authorization', `Bearer ${secret}`],
    ['authorization', `Basic ${btoa(`wknd-service:${secret}`)}`],
    ['cookie', `a=${secret}; b=${secret}`],
    ['x-user-token', secret],
    ['referer', `https://localhost:3001/callback?code=${secret}&state=s`],
    ['x-other', jwt],
  ])('hides what stands in the header %s', (name, value) => {
    const { journal, note } = open()
    note({ init: { headers: { [name]: value } } })
    const text = JSON.stringify(journal.exchanges())
    expect(text).not.toContain(secret)
    expect(text).not.toContain('fake-signature')
    expect(text).not.toContain(btoa(`wknd-service:${secret}`))
  })

  it.each([
    `https://localhost:3001/callback?code=${secret}&state=abc`,
    `https://localhost:3001/callback#access_token=${secret}&state=abc`,
    `/next?then=${encodeURIComponent(`https://x.test/?code=${secret}`)}`,
    `/next?then=${encodeURIComponent(`/y?then=${encodeURIComponent(`/z?code=${secret}`)}`)}`,
  ])('hides what stands in the location %s', (location) => {
    const { journal, note } = open()
    note({ response: new Response(null, { status: 302, headers: { location } }) })
    expect(JSON.stringify(journal.exchanges())).not.toContain(secret)
  })

  it('hides the cookies of an answer, and leaves their rules readable', () => {
    const { journal, note } = open()
    const headers = { 'set-cookie': `session=${secret}; Path=/; HttpOnly` }
    note({ response: new Response(null, { headers }) })
    expect(journal.last()?.responseHeaders['set-cookie']).toBe(
      `session=<cookie ${fingerprint(secret)}>; Path=/; HttpOnly`,
    )
  })

  it.each([
    JSON.stringify({ access_token: secret, expires_in: 1 }),
    JSON.stringify({ deep: [{ refresh_token: secret, secrets: [secret] }] }),
    `{"access_token":"${secret}","cut":`,
    `<form><input type="hidden" name="code" value="${secret}"></form>`,
    `<a href="/callback?code=${secret}">on</a>`,
    `"${jwt}"`,
  ])('hides what stands in the body %s', (responseText) => {
    const { journal, note } = open()
    note({ responseText })
    const text = JSON.stringify(journal.exchanges())
    expect(text).not.toContain(secret)
    expect(text).not.toContain('fake-signature')
  })

  it('lets go of the sign-in form whole', () => {
    const { journal, note } = open()
    note({
      url: 'https://ims.sandbox.test/ims/authorize/v2/sign-in',
      init: form({ email: 'ada@wknd.test', password: secret }),
    })
    expect(journal.last()?.parameters).toEqual({})
  })

  it('shows the same secret in the same way wherever it stands', () => {
    const { journal, note } = open()
    note({ responseText: JSON.stringify({ access_token: secret }) })
    note({ init: { headers: { authorization: `Bearer ${secret}` } } })
    const [given, used] = journal.exchanges()
    expect(given?.responseBody).toEqual({ access_token: `<access_token ${fingerprint(secret)}>` })
    expect(used?.requestHeaders['authorization']).toBe(`Bearer <bearer ${fingerprint(secret)}>`)
  })

  it('leaves an S256 code challenge readable, which is no secret', () => {
    const { journal, note } = open()
    note({ url: `${tokenUrl}?code_challenge=fake-challenge&code_challenge_method=S256` })
    expect(journal.last()?.parameters['code_challenge']).toBe('fake-challenge')
  })
})
