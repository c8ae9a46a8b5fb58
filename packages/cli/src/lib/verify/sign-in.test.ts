import { once } from 'node:events'
import { request as requestHttps } from 'node:https'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { createSandbox, type Sandbox } from '@mudbrick/sandbox'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { CliEnvironment } from '../cli-environment.ts'
import type { App } from './access.ts'
import { readContract } from './contract.ts'
import { signIn, type SignedIn } from './sign-in.ts'

let folder: string
let redirectUri: string
let sandbox: Sandbox

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-sign-in-'))
  vi.stubEnv('MUDBRICK_HOME', folder)
  redirectUri = `https://localhost:${await findFreePort()}/callback`
  const shared = {
    name: 'Mine',
    defaultRedirectUri: redirectUri,
    redirectUriPatterns: [
      redirectUri.replaceAll('.', String.raw`\.`),
      String.raw`https://app\.test/callback`,
    ],
  }
  const scopes = [
    'openid',
    'AdobeID',
    'email',
    'profile',
    'address',
    'read_organizations',
    'additional_info.roles',
    'additional_info.projectedProductContext',
    'offline_access',
    'aem.folders',
    'aem.fragments.management',
  ]
  sandbox = await createSandbox({
    seed: {
      credentials: [
        { ...shared, type: 'single-page-app', clientId: 'my-spa', scopes },
        { ...shared, type: 'web-app', clientId: 'my-web', secrets: ['my-web-secret'], scopes },
      ],
    },
  })
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('signIn()', () => {
  it.each([
    ['a Single-Page App', spa, 'ada@wknd.test', 30],
    ['a Web App', webApp, 'cora@wknd.test', 25],
  ])(
    'leads the browser of %s through every sign-in of the contract',
    async (_, app, email, least) => {
      const { signedIn } = await run(app(), { email })
      const shown = [...signedIn.shown].map(([id, outcome]) => [id, outcome] as const)
      expect(shown.filter(([, outcome]) => !('differences' in outcome))).toEqual([])
      expect(
        shown.filter(([, outcome]) => 'differences' in outcome && outcome.differences[0]),
      ).toEqual([])
      expect(shown.length).toBeGreaterThan(least)
      expect(signedIn.user.clientId).toBe(app().clientId)
    },
  )

  it('finds what IMS would do otherwise on the way', async () => {
    const { signedIn } = await run(spa(), {
      email: 'ada@wknd.test',
      changeCallback: (url) => {
        if (url.searchParams.get('state') === 'state-123') url.searchParams.set('state', 'canary')
        url.searchParams.delete('error_description')
        return url
      },
    })
    const found = signedIn.shown.get('ims/authorize-v2.json state comes back as it went')
    expect(found).toEqual({
      differences: [{ at: 'Location.state', expected: '"state-123"', found: 'another text' }],
    })
  })

  it.each([
    ['a Single-Page App', spa, 'ada@wknd.test', 18],
    ['a Web App', webApp, 'cora@wknd.test', 12],
  ])(
    'finds what is planted in every other sign-in of %s, and no other',
    async (_, app, email, least) => {
      const { signedIn: clean } = await run(app(), { email })
      const ids = [...clean.shown.keys()]
      const planted = ids.filter((__, index) => index % 2 === 1)
      // The first address and the first answer are those of the sign-in itself.
      let current = -2
      const isPlanted = (): boolean => planted.includes(ids[current] ?? '')
      const { signedIn } = await run(app(), {
        email,
        changeCallback: (url) => {
          current += 1
          return isPlanted() && (ids[current] ?? '').includes('authorize')
            ? plant(url, current)
            : url
        },
        changeAnswer: (response) =>
          isPlanted()
            ? new Response(response.body, { headers: response.headers, status: 218 })
            : response,
      })
      const found = [...signedIn.shown].flatMap(([id, outcome]) =>
        'differences' in outcome && outcome.differences.length > 0 ? [id] : [],
      )
      expect(found).toEqual(planted)
      expect(planted.length).toBeGreaterThan(least)
      expect(JSON.stringify([...signedIn.shown])).not.toMatch(/canary/i)
    },
  )

  it('goes on without a browser that does not come back', async () => {
    const { signedIn } = await run(spa(), { email: 'ada@wknd.test', stopAfter: 3, waitMs: 300 })
    const whys = [...signedIn.shown.values()].flatMap((one) => ('why' in one ? one.why : []))
    expect(whys[0]).toBe('the browser did not come back from IMS')
    expect(whys[1]).toMatch(/^the browser did not come back from IMS after “/)
  })

  it('leads nowhere when the user says no', async () => {
    const { signedIn } = await run(spa(), { email: 'ada@wknd.test', consent: false })
    const outcomes = new Set([...signedIn.shown.values()].map((one) => JSON.stringify(one)))
    expect([...outcomes]).toEqual(['{"why":"you said no"}'])
  })

  it('asks for the address where the redirect URI is not on this computer', async () => {
    const app = { ...spa(), redirectUri: 'https://app.test/callback' }
    const user = createSandboxUser(sandbox)
    const { signedIn, lines } = await run(app, {
      email: 'ada@wknd.test',
      ask: async (shown) =>
        (await user.authorize(Object.fromEntries(new URL(shown).searchParams))).url.href,
    })
    expect(lines.join('\n')).toContain('https://app.test/callback is not on this computer')
    expect(signedIn.user.accessToken).toMatch(/^eyJ/)
    expect([...signedIn.shown.values()][0]).toHaveProperty(
      'why',
      expect.stringContaining('not on this computer'),
    )
  })

  it('says that pasting needs a terminal', async () => {
    const app = { ...spa(), redirectUri: 'https://app.test/callback' }
    await expect(run(app, { email: 'ada@wknd.test' })).rejects.toThrow(
      'needs a terminal to paste at',
    )
  })

  it('says that another program listens at the redirect URI', async () => {
    const taken = createServer().listen(Number(new URL(redirectUri).port), 'localhost')
    await once(taken, 'listening')
    await expect(run(spa(), { email: 'ada@wknd.test' })).rejects.toThrow(
      'another program listens there, so end it',
    )
    taken.close()
  })

  it('takes no address from another page, nor one without its state', async () => {
    await expect(
      run(spa(), {
        email: 'ada@wknd.test',
        changeCallback: (url) => {
          url.searchParams.set('state', 'forged')
          return url
        },
      }),
    ).rejects.toThrow('That is no address that IMS led back to')
  })

  it('says that IMS refused the sign-in', async () => {
    const refusal = (url: URL): URL =>
      new URL(`${redirectUri}?error=invalid_scope&state=${url.searchParams.get('state') ?? ''}`)
    await expect(run(spa(), { email: 'ada@wknd.test', changeCallback: refusal })).rejects.toThrow(
      'IMS refused the sign-in (invalid_scope)',
    )
  })
})

function spa(): App {
  return { clientId: 'my-spa', clientSecret: undefined, redirectUri, scopes: 'openid,AdobeID' }
}

function webApp(): App {
  return {
    clientId: 'my-web',
    clientSecret: 'my-web-secret',
    redirectUri,
    scopes:
      'AdobeID,openid,email,profile,additional_info.roles,additional_info.projectedProductContext',
  }
}

/** A member of another name, one too many, or one that is lost. */
function plant(url: URL, order: number): URL {
  const isInFragment = /[#&](?:code|id_token|access_token|error)=/.test(url.hash)
  const parameters = new URLSearchParams(isInFragment ? url.hash.slice(1) : url.search)
  const [name = ''] = [...parameters.keys()].filter((key) =>
    /^(?:code|error|id_token|access_token)$/.test(key),
  )
  if (order % 3 === 0) parameters.append('canary', 'canary')
  if (order % 3 === 1) parameters.append('canary_code', parameters.get(name) ?? '')
  if (order % 3 !== 0) parameters.delete(name)
  const planted = new URL(url)
  if (isInFragment) planted.hash = parameters.toString()
  else planted.search = parameters.toString()
  return planted
}

interface Run {
  readonly email: string
  readonly changeCallback?: (url: URL) => URL
  readonly changeAnswer?: (response: Response) => Response
  readonly stopAfter?: number
  readonly waitMs?: number
  readonly consent?: boolean
  readonly ask?: (shown: string) => Promise<string>
}

async function run(
  app: App,
  {
    email,
    changeCallback = (url) => url,
    changeAnswer = (response) => response,
    stopAfter = 1000,
    waitMs = 5000,
    consent,
    ask,
  }: Run,
): Promise<{ readonly signedIn: SignedIn; readonly lines: readonly string[] }> {
  const lines: string[] = []
  let shown = ''
  let browsing: Promise<void> | undefined
  const terminal = {
    line: (line = '') => {
      lines.push(line)
      const address = /https:\S+authorize\S+/.exec(line)?.[0]
      if (address === undefined) return
      shown = address
      if (!ask) browsing = browse(address)
    },
    style: (_: string, line: string) => line,
  }
  const browse = async (first: string): Promise<void> => {
    const user = createSandboxUser(sandbox, email)
    let page = await user.authorize(Object.fromEntries(new URL(first).searchParams))
    for (let count = 0; count < stopAfter; count += 1) {
      const next = await arrive(changeCallback(page.url))
      if (next === '') return
      page = await user.browser.open(next)
      if (page.text.includes('name="decision"')) {
        page = await user.browser.submit(page, { decision: 'allow' })
      }
    }
  }
  const environment: CliEnvironment = {
    stdout: terminal,
    stderr: terminal,
    signal: new AbortController().signal,
    ...(ask && { ask: () => ask(shown) }),
  }
  const { ims, aem } = sandbox.origins
  const signedIn = await signIn({ ims, aem, app }, environment, {
    fetch: async (input, init) => changeAnswer(await sandbox.fetch(new Request(input, init))),
    contract: readContract(),
    consent: () => Promise.resolve(consent ?? true),
    waitMs,
  })
  await browsing?.catch(() => undefined)
  return { signedIn, lines }
}

/** What the script of the callback page does. */
async function arrive(at: URL): Promise<string> {
  const page = await send(new URL(`${redirectUri}${at.search}`), 'GET')
  const path = /fetch\('([^']+)'/.exec(page)?.[1] ?? ''
  return send(new URL(path, redirectUri), 'POST', at.href)
}

async function send(url: URL, method: string, body?: string): Promise<string> {
  const request = requestHttps(url, {
    method,
    rejectUnauthorized: false,
    headers: { origin: url.origin },
    agent: false,
  })
  request.end(body)
  const [response] = await once(request, 'response')
  return text(response)
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return port
}
