import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { closeConnections, platformFetch } from '@mudbrick/testing/platform-fetch'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { CliEnvironment } from '../cli-environment.ts'
import { runVerify } from './run-verify.ts'
import type { VerifyChoices } from './verify-choices.ts'

let folder: string
let sandbox: Sandbox

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-verify-'))
  sandbox = await createSandbox()
  vi.stubEnv('MUDBRICK_VERIFY_CLIENT_ID', 'wknd-service')
  vi.stubEnv('MUDBRICK_VERIFY_CLIENT_SECRET', 'wknd-service-secret')
  vi.stubEnv('MUDBRICK_VERIFY_SCOPES', 'openid,AdobeID')
  vi.stubEnv('MUDBRICK_ACCESS_TOKEN', await obtain('ada@wknd.test', {}))
  vi.stubEnv('MUDBRICK_ACCESS_TOKEN_CLIENT_ID', 'wknd-spa')
  vi.stubEnv('MUDBRICK_COMMERCE_ACCESS_TOKEN', await obtainCommerceToken())
  vi.stubEnv('MUDBRICK_VERIFY_APP_CLIENT_ID', 'wknd-spa')
  vi.stubEnv('MUDBRICK_VERIFY_APP_SCOPES', 'openid,AdobeID')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('mudbrick verify', () => {
  it('finds nothing at the sandbox, and tries nearly all', async () => {
    const { code, report } = await run()
    expect(report.exchanges.filter(({ result }) => result === 'differs')).toEqual([])
    expect(code).toBe(0)
    expect(report).toMatchObject({ format: 'mudbrick-verify-1', target: 'sandbox' })
    expect(report.counts.same).toBeGreaterThan(75)
  })

  it('reports thirty planted deviations, no other, and nothing that was in an answer', async () => {
    const { report: clean } = await run()
    const tried = clean.exchanges
      .filter(({ result }) => result === 'same')
      .map(({ file, name }) => `${file} ${name}`)
    rmSync(join(folder, 'report.json'))
    rmSync(join(folder, 'report.html'))
    const planted = tried.filter((_, index) => index % 4 !== 3).slice(0, 30)
    expect(planted).toHaveLength(30)

    const sent = new Map<string, number>()
    const { code, report, written } = await run({}, async (input, init) => {
      const response = await sandbox.fetch(new Request(input, init))
      const order = sent.size
      sent.set(`${order}`, order)
      // The first request is for the token of the service; each other is an exchange, in the order of the contract.
      const id = tried[order - 1] ?? ''
      return planted.includes(id) ? deviate(response, planted.indexOf(id), id) : response
    })
    const found = report.exchanges.filter(({ result }) => result === 'differs')
    expect(found.map(({ file, name }) => `${file} ${name}`)).toEqual(planted)
    expect(report.counts.differs).toBe(30)
    expect(code).toBe(1)
    expect(written).not.toMatch(/canary/i)
  }, 60_000)

  it('reports what a proxy in front rewrites in all the others, and no other', async () => {
    const { report: clean } = await run()
    const tried = clean.exchanges
      .filter(({ result }) => result === 'same')
      .map(({ file, name }) => `${file} ${name}`)
    rmSync(join(folder, 'report.json'))
    rmSync(join(folder, 'report.html'))
    const elsewhere = tried.filter((_, index) => index % 4 !== 3).slice(0, 30)
    const planted = tried.filter((id) => !elsewhere.includes(id))
    expect(planted.length).toBeGreaterThan(45)

    let order = -1
    const proxy = await createProxy((answer) => {
      order += 1
      const id = tried[order - 1] ?? ''
      return planted.includes(id) ? rewrite(answer, planted.indexOf(id), id) : answer
    })
    const { report, written } = await run({}, proxy.fetch)
    await proxy.close()
    const found = report.exchanges.filter(({ result }) => result === 'differs')
    expect(found.map(({ file, name }) => `${file} ${name}`)).toEqual(planted)
    expect(written).not.toMatch(/canary/i)
  }, 60_000)

  it('keeps tokens, ids, names and addresses of the user out of everything it writes', async () => {
    const { written } = await run()
    const { MUDBRICK_ACCESS_TOKEN: token = '', MUDBRICK_COMMERCE_ACCESS_TOKEN: other = '' } =
      process.env
    for (const secret of [
      token,
      other,
      'wknd-service-secret',
      'ada@wknd.test',
      'Ada Auster',
      sandbox.origins.aem,
      sandbox.origins.ims,
    ]) {
      expect(written).not.toContain(secret)
    }
  })

  it('sends nothing that the user refuses', async () => {
    const asked: string[] = []
    const sent: string[] = []
    const { report } = await run(
      { yes: false },
      (input, init) => {
        sent.push(input.href)
        return sandbox.fetch(new Request(input, init))
      },
      {
        confirm: (question) => {
          asked.push(question)
          return Promise.resolve(question.includes('publishes'))
        },
      },
    )
    expect(asked).toHaveLength(6)
    expect(sent.every((url) => url.startsWith(sandbox.origins.ims))).toBe(true)
    expect(report.exchanges.filter(({ why }) => why === 'you said no').length).toBeGreaterThan(20)
  })

  it('finds nothing with a token that AEM and Commerce refuse', async () => {
    vi.stubEnv('MUDBRICK_ACCESS_TOKEN', await obtain('vic@wknd.test', { scope: 'openid,AdobeID' }))
    vi.stubEnv('MUDBRICK_COMMERCE_ACCESS_TOKEN', '')
    const { code, report } = await run()
    expect(report.exchanges.filter(({ result }) => result === 'differs')).toEqual([])
    expect(code).toBe(0)
    const whys = report.exchanges.map(({ why }) => why)
    expect(whys).toContain('refused (HTTP 403)')
    expect(whys).toContain('your token is refused for other reasons already')
  })

  it('says that an organization refuses, which is no deviation', async () => {
    const { report } = await run({}, () => Promise.resolve(new Response('no', { status: 403 })))
    expect(
      report.exchanges.filter(({ why }) => why === 'refused (HTTP 403)').length,
    ).toBeGreaterThan(10)
  })

  it('says that there is no network, and writes no report', async () => {
    const offline = (): Promise<Response> => Promise.reject(failed('ENOTFOUND'))
    await expect(run({}, offline)).rejects.toThrow(
      'No service answered (ENOTFOUND): check the network, the addresses and the proxy',
    )
    expect(readdirSync(folder)).toEqual([])
  })

  it('says what a proxy answers that refuses', async () => {
    const refused = 'the proxy answered HTTP 407'
    await expect(run({}, () => Promise.reject(failed(refused)))).rejects.toThrow(
      `No service answered (${refused})`,
    )
  })

  it.each([
    ['a sleeping AEM', () => new Response('<!doctype html>'), /sleeping environment/],
    [
      'an AEM that fails',
      () => new Response('', { status: 503 }),
      /the service failed \(HTTP 503\)/,
    ],
    ['an AEM that asks for less', () => new Response('', { status: 429 }), /asked too often/],
    ['a proxy', () => new Response('', { status: 407 }), /proxy wants a password/],
    [
      'an AEM of another authority',
      () => failed('SELF_SIGNED_CERT_IN_CHAIN'),
      /NODE_EXTRA_CA_CERTS/,
    ],
    ['an AEM that hangs', () => new DOMException('late', 'TimeoutError'), /timed out/],
    ['an AEM that breaks off', () => failed('ECONNRESET'), /ECONNRESET/],
  ])('says of %s why it is not tried, and compares the rest', async (_, answer, why) => {
    let asked = 0
    const { code, report } = await run({}, async (input, init) => {
      if (!input.href.startsWith(sandbox.origins.aem))
        return sandbox.fetch(new Request(input, init))
      asked += 1
      const outcome = answer()
      if (outcome instanceof Error) throw outcome
      return outcome
    })
    const atAem = report.exchanges.filter(({ file }) => file.startsWith('aem/'))
    expect(atAem.filter(({ result }) => result !== 'not tried')).toEqual([])
    expect(atAem.some((exchange) => why.test(exchange.why ?? ''))).toBe(true)
    expect([code, report.counts['differs']]).toEqual([0, 0])
    // One that hangs or fails is not waited for each time.
    expect(asked).toBeLessThan(answer() instanceof Error ? 3 : 10)
  })

  it.each([
    [
      'MUDBRICK_VERIFY_CLIENT_SECRET',
      {},
      /CLIENT_ID is set, and MUDBRICK_VERIFY_CLIENT_SECRET is not/,
    ],
    ['MUDBRICK_VERIFY_CLIENT_ID', {}, /CLIENT_SECRET is set, and MUDBRICK_VERIFY_CLIENT_ID is not/],
    ['MUDBRICK_ACCESS_TOKEN', {}, /TOKEN_CLIENT_ID is set, and MUDBRICK_ACCESS_TOKEN is not/],
    ['MUDBRICK_ACCESS_TOKEN_CLIENT_ID', {}, /ACCESS_TOKEN_CLIENT_ID is not: set both/],
    [
      'MUDBRICK_VERIFY_APP_CLIENT_ID',
      {},
      /APP_SCOPES is set, and MUDBRICK_VERIFY_APP_CLIENT_ID is not/,
    ],
    ['', { aem: undefined }, /--asset is given without --aem/],
    ['', { commerce: undefined }, /--sku is given without --commerce/],
    ['', { ims: 'ims-na1.adobelogin.com' }, /--ims ims-na1.adobelogin.com is no https address/],
    ['', { redirectUri: undefined }, /APP_CLIENT_ID is set without --redirect-uri/],
    ['', { redirectUri: 'callback' }, /--redirect-uri callback is no address/],
  ])('refuses what is half filled in: %s %j', async (variable, choices, sentence) => {
    if (variable !== '') vi.stubEnv(variable, '')
    await expect(run(choices)).rejects.toThrow(sentence)
    expect(readdirSync(folder)).toEqual([])
  })

  it('ends when it is stopped, with 130 and without a report', async () => {
    const controller = new AbortController()
    const { value, lines } = environment({})
    const code = await runVerify(
      {
        ims: sandbox.origins.ims,
        redirectUri: 'https://localhost:3001/callback',
        report: join(folder, 'report.json'),
        yes: true,
      },
      { ...value, signal: controller.signal },
      (_, init) => {
        controller.abort()
        return Promise.reject(init.signal?.reason)
      },
    )
    expect([code, lines.at(-1)]).toEqual([130, 'Stopped: no report was written.'])
    expect(readdirSync(folder)).toEqual([])
  })

  it('asks nothing without consent or a terminal, and overwrites no file', async () => {
    const choices = {
      ims: sandbox.origins.ims,
      redirectUri: 'https://localhost:3001/callback',
      report: join(folder, 'report.json'),
    }
    await expect(runVerify(choices, environment({}).value)).rejects.toThrow(
      'There is no terminal to ask at',
    )
    writeFileSync(choices.report, 'mine')
    await expect(runVerify({ ...choices, yes: true }, environment({}).value)).rejects.toThrow(
      'exists: name another',
    )
    expect(readFileSync(choices.report, 'utf8')).toBe('mine')
  })
})

function obtain(email: string, parameters: Record<string, string | undefined>): Promise<string> {
  return createSandboxUser(sandbox, email).obtainAccessToken({
    redirect_uri: undefined,
    ...parameters,
  })
}

function failed(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })
}

/** One of many ways to depart from the contract, with a canary in each value that is not the contract's. */
async function deviate(response: Response, index: number, id: string): Promise<Response> {
  const headers = new Headers(response.headers)
  const text = await response.text()
  const body = readObject(text)
  // The contract lets profiles have members of any kind.
  const isOpen = /profile-v1|userinfo-v1/.test(id)
  if (body === undefined || index % 5 === 0 || isOpen) {
    return new Response(text === '' ? null : text, {
      status: response.status === 418 ? 419 : 418,
      headers,
    })
  }
  headers.set('content-type', headers.get('content-type') ?? 'application/json')
  const [first = 'x'] = Object.keys(body)
  const changes = [
    { ...body, canaryMember: 'canary-value' },
    { ...body, [first]: { canary: ['canary-value'] } },
    Object.fromEntries(Object.entries(body).slice(1)),
    { ...body, another: ['canary@example.test'] },
  ]
  return Response.json(changes[index % 4], { status: response.status, headers })
}

/** An answer on its way through a proxy. */
interface Passing {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A proxy on a port: what it gets is answered by the sandbox, rewritten as it comes back. */
async function createProxy(change: (answer: Passing) => Passing): Promise<{
  readonly fetch: (input: URL, init: RequestInit) => Promise<Response>
  readonly close: () => Promise<void>
}> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await buffer(incoming)
      const { 'x-target': target = '', host: _, connection: __, ...headers } = incoming.headers
      const { method = 'GET' } = incoming
      const sent = new Request(String(target), {
        method,
        headers: headers as Record<string, string>,
        ...(method !== 'GET' && body.length > 0 && { body: new Uint8Array(body) }),
      })
      const response = await sandbox.fetch(sent)
      const changed = change({
        status: response.status,
        headers: new Headers(response.headers),
        text: await response.text(),
      })
      changed.headers.delete('content-length')
      outgoing.writeHead(changed.status, Object.fromEntries(changed.headers))
      outgoing.end(changed.text)
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    fetch: (input, init) => {
      const headers = new Headers(init.headers)
      headers.set('x-target', input.href)
      return platformFetch(`http://127.0.0.1:${port}/`, { ...init, headers })
    },
    close: async () => {
      await closeConnections()
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

/** Another member by another name, another type, a header that is lost, another address or status. */
function rewrite({ status, headers, text }: Passing, index: number, id: string): Passing {
  const location = headers.get('location')
  if (location !== null && status < 400) {
    const changed = [
      location.replace('https://', 'https://canary.'),
      location.replace(/([?&#])(\w+)=/, '$1canary='),
    ]
    if (/[?#]/.test(location) || index % 2 === 0) {
      headers.set('location', changed[/[?#]/.test(location) ? index % 2 : 0] ?? location)
      return { status, headers, text }
    }
  }
  if (
    headers.has('x-debug-id') &&
    index % 3 === 0 &&
    /profile-v1.*client_id|userinfo-v2.*any user/.test(id)
  ) {
    headers.delete('x-debug-id')
    return { status, headers, text }
  }
  const body = readObject(text)
  const isOpen = /profile-v1|userinfo-v1/.test(id)
  const [first] = Object.keys(body ?? {})
  if (body === undefined || first === undefined || isOpen || index % 5 === 0) {
    return { status: status === 200 ? 299 : 498, headers, text }
  }
  const others = Object.fromEntries(Object.entries(body).slice(1))
  const value = body[first]
  const changed = [
    { [`${first}Canary`]: value, ...others },
    { [first]: typeof value === 'string' ? 4711 : 'canary', ...others },
    { [first]: [['canary']], ...others },
  ]
  return { status, headers, text: JSON.stringify(changed[index % 3]) }
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

interface Written {
  readonly counts: Readonly<Record<string, number>>
  readonly exchanges: readonly {
    readonly file: string
    readonly name: string
    readonly result: string
    readonly why?: string
  }[]
}

interface Answers {
  readonly confirm?: CliEnvironment['confirm']
  readonly ask?: CliEnvironment['ask']
  readonly onLine?: (text: string) => void
}

async function run(
  choices: Partial<Record<keyof VerifyChoices, string | boolean | undefined>> = {},
  fetch: (input: URL, init: RequestInit) => Promise<Response> = (input, init) =>
    sandbox.fetch(new Request(input, init)),
  answers: Answers = {},
): Promise<{ readonly code: number; readonly report: Written; readonly written: string }> {
  const { value, lines } = environment(answers)
  const report = join(folder, 'report.json')
  const { ims, aem, commerce } = sandbox.origins
  const code = await runVerify(
    {
      ims,
      aem,
      commerce: `${commerce}/wknd-tenant`,
      organization: '57AB1E0000000000000000A0@AdobeOrg',
      sku: 'WKND-CAP-RED',
      asset: 'urn:aaid:aem:000000a0-0000-4000-8000-000000000000',
      redirectUri: 'https://localhost:3001/callback',
      yes: true,
      report,
      ...(choices as Partial<VerifyChoices>),
    },
    value,
    fetch,
  )
  const [json, page] = [
    readFileSync(report, 'utf8'),
    readFileSync(join(folder, 'report.html'), 'utf8'),
  ]
  return {
    code,
    report: JSON.parse(json) as Written,
    written: [json, page, ...lines].join('\n').replaceAll(folder, ''),
  }
}

function environment({ confirm, ask, onLine }: Answers): {
  readonly value: CliEnvironment
  readonly lines: string[]
} {
  const lines: string[] = []
  const terminal = {
    line: (text = '') => {
      lines.push(text)
      onLine?.(text)
    },
    style: (_: string, text: string) => text,
  }
  return {
    lines,
    value: {
      stdout: terminal,
      stderr: terminal,
      signal: new AbortController().signal,
      confirm,
      ask,
    },
  }
}

async function obtainCommerceToken(): Promise<string> {
  const user = createSandboxUser(sandbox, 'cora@wknd.test')
  const parameters = {
    client_id: 'commerce-admin',
    redirect_uri: 'https://localhost:3002/auth/callback',
    scope:
      'AdobeID,openid,email,profile,additional_info.roles,additional_info.projectedProductContext',
    code_challenge: undefined,
    code_challenge_method: undefined,
    state: undefined,
  }
  const { url } = await user.authorize(parameters)
  const response = await user.exchange(
    url.searchParams.get('code') ?? '',
    { client_id: undefined, code_verifier: undefined, redirect_uri: undefined },
    {
      authorization: `Basic ${Buffer.from('commerce-admin:commerce-admin-secret').toString('base64')}`,
    },
  )
  const { access_token: token } = (await response.json()) as { readonly access_token: string }
  return token
}
