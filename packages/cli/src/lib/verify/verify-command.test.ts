import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
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
  const obtain = (email: string, parameters: Record<string, string | undefined>): Promise<string> =>
    createSandboxUser(sandbox, email).obtainAccessToken({ redirect_uri: undefined, ...parameters })
  vi.stubEnv('MUDBRICK_VERIFY_CLIENT_ID', 'wknd-service')
  vi.stubEnv('MUDBRICK_VERIFY_CLIENT_SECRET', 'wknd-service-secret')
  vi.stubEnv('MUDBRICK_VERIFY_SCOPES', 'openid,AdobeID')
  vi.stubEnv('MUDBRICK_ACCESS_TOKEN', await obtain('ada@wknd.test', {}))
  vi.stubEnv('MUDBRICK_ACCESS_TOKEN_CLIENT_ID', 'wknd-spa')
  vi.stubEnv('MUDBRICK_COMMERCE_ACCESS_TOKEN', await obtainCommerceToken())
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
    expect(report.counts.same).toBeGreaterThan(40)
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
    expect(asked).toHaveLength(5)
    expect(sent.every((url) => url.startsWith(sandbox.origins.ims))).toBe(true)
    expect(report.exchanges.filter(({ why }) => why === 'you said no').length).toBeGreaterThan(20)
  })

  it('says that an organization refuses, which is no deviation', async () => {
    const { report } = await run({}, () => Promise.resolve(new Response('no', { status: 403 })))
    expect(
      report.exchanges.filter(({ why }) => why === 'refused (HTTP 403)').length,
    ).toBeGreaterThan(10)
  })

  it('says that there is no network', async () => {
    const { code, report } = await run({}, () =>
      Promise.reject(
        new TypeError('fetch failed', {
          cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
        }),
      ),
    )
    expect(code).toBe(0)
    expect(report.counts.same).toBe(0)
    expect(report.exchanges.some(({ why }) => why === 'no answer (ENOTFOUND)')).toBe(true)
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

  it('compares the sign-in of a single-page app and of a web app', async () => {
    const signInAs = async (email: string, redirectUri: string): Promise<readonly string[]> => {
      let shown = ''
      const user = createSandboxUser(sandbox, email)
      const { report } = await run({ signIn: true, redirectUri }, undefined, {
        onLine: (text) => {
          shown ||= /https:\S+authorize\S+/.exec(text)?.[0] ?? ''
        },
        ask: async () =>
          (await user.authorize(Object.fromEntries(new URL(shown).searchParams))).url.href,
      })
      rmSync(join(folder, 'report.json'))
      rmSync(join(folder, 'report.html'))
      return report.exchanges.filter(({ result }) => result === 'same').map(({ name }) => name)
    }

    vi.stubEnv('MUDBRICK_VERIFY_APP_CLIENT_ID', 'wknd-spa')
    const page = await signInAs('ada@wknd.test', 'https://localhost:3001/callback')
    expect(page).toContain('state comes back as it went')
    expect(page).toContain("the tutorial's code exchange")

    vi.stubEnv('MUDBRICK_VERIFY_APP_CLIENT_ID', 'commerce-admin')
    vi.stubEnv('MUDBRICK_VERIFY_APP_CLIENT_SECRET', 'commerce-admin-secret')
    vi.stubEnv('MUDBRICK_VERIFY_APP_SCOPES', 'openid,AdobeID,offline_access')
    const web = await signInAs('cora@wknd.test', 'https://localhost:3002/auth/callback')
    expect(web).toContain('a Web App with PKCE beside its secret, as this project’s server asks')
    expect(web).not.toContain("the tutorial's code exchange")
  })

  it('signs in by a pasted address', async () => {
    vi.stubEnv('MUDBRICK_ACCESS_TOKEN', '')
    vi.stubEnv('MUDBRICK_VERIFY_APP_CLIENT_ID', 'wknd-spa')
    let shown = ''
    const user = createSandboxUser(sandbox, 'ada@wknd.test')
    const { report } = await run({ signIn: true }, undefined, {
      onLine: (text) => {
        shown ||= /https:\S+authorize\S+/.exec(text)?.[0] ?? ''
      },
      ask: async () => {
        const asked = Object.fromEntries(new URL(shown).searchParams)
        return (await user.authorize(asked)).url.href
      },
    })
    expect(
      report.exchanges.filter(
        ({ result, file }) => result === 'same' && file === 'ims/userinfo-v2.json',
      ).length,
    ).toBeGreaterThan(1)
  })
})

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
  choices: Partial<VerifyChoices> = {},
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
      sku: 'WKND-CAP-RED',
      asset: 'urn:aaid:aem:000000a0-0000-4000-8000-000000000000',
      redirectUri: 'https://localhost:3001/callback',
      yes: true,
      report,
      ...choices,
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
