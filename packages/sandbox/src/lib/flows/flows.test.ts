import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { codeOf, createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'
import type { Flow, FlowMessage } from './flow.ts'

/** Headers by which a browser makes itself known. */
const page = { origin: 'https://localhost:3001', 'sec-fetch-site': 'cross-site' }

async function signIn(sandbox: Sandbox): Promise<string> {
  const user = createSandboxUser(sandbox)
  const response = await user.exchange(codeOf(await user.authorize({ nonce: 'n' })), {}, page)
  const { access_token: token } = (await response.json()) as { access_token: string }
  return token
}

function callAem(
  sandbox: Sandbox,
  token: string,
  path = '/adobe/sites/cf/models',
): Promise<Response> {
  return sandbox.fetch(sandbox.origins.aem + path, {
    headers: { ...page, authorization: `Bearer ${token}`, 'x-api-key': 'wknd-spa' },
  })
}

async function listFlows(sandbox: Sandbox): Promise<readonly Flow[]> {
  const { flows } = await sandbox.flows.list()
  return Promise.all(flows.toReversed().map(({ id }) => sandbox.flows.get(id)))
}

async function findFlow(sandbox: Sandbox, kind: Flow['kind']): Promise<Flow> {
  const flow = (await listFlows(sandbox)).find((candidate) => candidate.kind === kind)
  if (flow === undefined) throw new Error(`There is no flow ${kind}.`)
  return flow
}

function describeMessage({ step, evidence, from, to, label }: FlowMessage): string {
  return `${step ?? '-'} ${evidence} ${from} → ${to}: ${label}`
}

describe('sign-in', () => {
  it('is numbered as the tutorial does it, from the request to the first call of AEM', async () => {
    const sandbox = await createSandbox()
    const token = await signIn(sandbox)
    await callAem(sandbox, token)
    const flows = await listFlows(sandbox)
    expect(flows).toHaveLength(1)
    const [flow] = flows
    expect(flow).toMatchObject({
      id: '1',
      kind: 'sign-in',
      clientId: 'wknd-spa',
      user: { email: 'ada@wknd.test' },
      outcome: 'succeeded',
      isBeginningMissing: false,
      services: ['ims', 'aem'],
      participants: ['browser', 'unknown', 'ims', 'aem'],
      problems: [],
    })
    const numbered = flow?.messages.filter(({ step }) => step !== undefined) ?? []
    expect(numbered.map(describeMessage)).toEqual([
      '1 concluded unknown → unknown: The application sends the user to IMS',
      '2 seen unknown → ims: GET /ims/authorize/v2',
      '3 seen ims → unknown: 302 with a code',
      '4 seen browser → ims: POST /ims/token/v3 (authorization_code)',
      '5 seen ims → browser: 200 with an access token',
      '6 seen browser → aem: GET /adobe/sites/cf/models',
    ])
  })

  it('says of what was not seen that it is concluded, and what cannot be known', async () => {
    const sandbox = await createSandbox()
    await signIn(sandbox)
    const { messages } = await findFlow(sandbox, 'sign-in')
    const concluded = messages.filter(({ evidence }) => evidence === 'concluded')
    expect(concluded).toMatchObject([
      {
        because: expect.stringContaining(
          'Whether it leads the same tab there or opens a popup cannot be seen',
        ),
      },
      {
        label: 'The browser opens https://localhost:3001/callback with the code',
        because: expect.stringContaining('The code came back in the token request, exchange 6.'),
      },
    ])
  })

  it('concludes no redirect page while the code has not come back', async () => {
    const sandbox = await createSandbox()
    await createSandboxUser(sandbox).authorize({ nonce: 'n' })
    const flow = await findFlow(sandbox, 'sign-in')
    expect(flow.outcome).toBe('open')
    expect(flow.messages.map(({ id }) => id)).not.toContain('5-after')
  })

  it('has no steps of that tutorial with a client secret', async () => {
    const sandbox = await createSandbox()
    await createConformanceClient(sandbox).obtainTokens()
    const { messages, participants } = await findFlow(sandbox, 'sign-in')
    expect(messages.filter(({ step }) => step !== undefined)).toEqual([])
    expect(participants).toContain('server')
  })

  it('is another one with each request, and the same while its pages are gone through', async () => {
    const sandbox = await createSandbox()
    await signIn(sandbox)
    await createSandboxUser(sandbox).authorize({ state: 'another', nonce: 'n' })
    const flows = await listFlows(sandbox)
    expect(flows.map(({ kind, exchanges }) => [kind, exchanges.length])).toEqual([
      ['sign-in', 6],
      ['sign-in', 3],
    ])
  })
})

describe('other flows', () => {
  it('puts every exchange into exactly one flow', async () => {
    const sandbox = await createSandbox()
    const token = await signIn(sandbox)
    await callAem(sandbox, token)
    await callAem(sandbox, token, '/adobe/folders?path=/content/dam')
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    await sandbox.fetch(`${sandbox.origins.ims}/ims/nothing`)
    await sandbox.fetch(`${sandbox.origins.commerce}/rest/V1/store/storeViews`)
    const { flows } = await sandbox.flows.list()
    const indexes = flows.flatMap(({ exchanges }) => exchanges).toSorted((a, b) => a - b)
    expect(indexes).toEqual(sandbox.journal.exchanges().map(({ index }) => index))
  })

  it('has a silent renewal with prompt=none, and what it needs', async () => {
    const sandbox = await createSandbox()
    await createSandboxUser(sandbox).browser.open(
      createSandboxUser(sandbox).authorizationUrl({ prompt: 'none', nonce: 'n' }),
    )
    expect(await findFlow(sandbox, 'silent-renewal')).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'login_required', severity: 'failure', message: '1-response' }],
    })
  })

  it('sees the frame of a silent renewal, where the browser tells of it', async () => {
    const sandbox = await createSandbox()
    const url = createSandboxUser(sandbox).authorizationUrl({ prompt: 'none' })
    await sandbox.fetch(url, {
      headers: { 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' },
    })
    const { messages } = await findFlow(sandbox, 'silent-renewal')
    expect(messages[0]).toMatchObject({ label: 'The page loads IMS in a frame' })
  })

  it('has a refresh, which names the sign-in that it goes on with', async () => {
    const sandbox = await createSandbox()
    const client = createConformanceClient(sandbox)
    const { refresh_token: refreshToken } = await client.obtainTokens()
    await client.refresh(refreshToken)
    const { id } = await findFlow(sandbox, 'sign-in')
    expect(await findFlow(sandbox, 'refresh')).toMatchObject({
      outcome: 'succeeded',
      startedBy: id,
    })
  })

  it('counts a refresh that was tried again as it ended', async () => {
    const sandbox = await createSandbox()
    const client = createConformanceClient(sandbox)
    const { refresh_token: refreshToken } = await client.obtainTokens()
    sandbox.faults.add({ match: 'POST /ims/token/*', status: 503, times: 1 })
    await client.refresh(refreshToken)
    await client.refresh(refreshToken)
    const flow = await findFlow(sandbox, 'refresh')
    expect(flow).toMatchObject({ outcome: 'succeeded', problems: [{ code: 'fault_refused' }] })
    expect(flow.exchanges).toHaveLength(2)
  })

  it('has a service token', async () => {
    const sandbox = await createSandbox()
    await sandbox.fetch(`${sandbox.origins.ims}/ims/token/v3`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'wknd-service',
        client_secret: 'wknd-service-secret',
        scope: 'openid',
      }),
    })
    expect(await findFlow(sandbox, 'service-token')).toMatchObject({
      clientId: 'wknd-service',
      participants: ['server', 'ims'],
    })
  })

  it('has the calls with a token, which name the sign-in', async () => {
    const sandbox = await createSandbox()
    const token = await signIn(sandbox)
    for (let count = 0; count < 3; count += 1) {
      // The first belongs to the sign-in.
      // oxlint-disable-next-line no-await-in-loop
      await callAem(sandbox, token)
    }
    expect(await findFlow(sandbox, 'api-calls')).toMatchObject({
      startedBy: '1',
      exchanges: [8, 9],
      user: { email: 'ada@wknd.test' },
    })
  })

  it('begins anew after a hundred calls, so that no flow goes on for ever', async () => {
    const sandbox = await createSandbox()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    for (let count = 0; count < 250; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await callAem(sandbox, token, '/adobe/nothing')
    }
    for (let count = 0; count < 150; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    }
    const flows = await listFlows(sandbox)
    expect(flows.map(({ kind, exchanges }) => [kind, exchanges.length])).toEqual([
      ['api-calls', 100],
      ['api-calls', 100],
      ['api-calls', 50],
      ['other', 100],
      ['other', 50],
    ])
  })

  it('has a revocation and the sign-out after it', async () => {
    const sandbox = await createSandbox()
    const token = await signIn(sandbox)
    await sandbox.fetch(`${sandbox.origins.ims}/ims/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token, client_id: 'wknd-spa' }),
    })
    await sandbox.fetch(`${sandbox.origins.ims}/ims/logout/v1?client_id=wknd-spa`)
    expect(await findFlow(sandbox, 'sign-out')).toMatchObject({
      startedBy: '1',
      exchanges: [7, 8],
      outcome: 'succeeded',
    })
  })

  it('brings a preflight to its request', async () => {
    const sandbox = await createSandbox()
    const token = await signIn(sandbox)
    await callAem(sandbox, token)
    const preflight = { ...page, 'access-control-request-method': 'GET' }
    await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, {
      method: 'OPTIONS',
      headers: preflight,
    })
    expect((await findFlow(sandbox, 'sign-in')).exchanges).toContain(8)
    await callAem(sandbox, token)
    expect((await findFlow(sandbox, 'api-calls')).exchanges).toEqual([8, 9])
  })
})

describe('preflights of calls that a page makes at once', () => {
  const paths = ['/adobe/sites/cf/models', '/adobe/sites/cf/fragments']

  async function callAtOnce(sandbox: Sandbox): Promise<void> {
    const token = await signIn(sandbox)
    await callAem(sandbox, token)
    const headers = { ...page, 'access-control-request-method': 'GET' }
    for (const path of paths) {
      // oxlint-disable-next-line no-await-in-loop
      await sandbox.fetch(sandbox.origins.aem + path, { method: 'OPTIONS', headers })
    }
    for (const path of paths) {
      // oxlint-disable-next-line no-await-in-loop
      await callAem(sandbox, token, path)
    }
  }

  it('stand in the order in which they came', async () => {
    const sandbox = await createSandbox()
    await callAtOnce(sandbox)
    expect((await findFlow(sandbox, 'api-calls')).exchanges).toEqual([8, 9, 10, 11])
  })

  it('leave with the journal', async () => {
    const sandbox = await createSandbox({ journalLimit: 11 })
    await callAtOnce(sandbox)
    await findFlow(sandbox, 'api-calls')
    for (let count = 0; count < 8; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    }
    expect((await findFlow(sandbox, 'api-calls')).exchanges).toEqual([9, 10, 11])
  })
})

describe('flows.list()', () => {
  it('filters by everything at once, and counts what is beyond the limit', async () => {
    const sandbox = await createSandbox({ clock: createFakeClock() })
    const { clock } = sandbox
    await signIn(sandbox)
    await sandbox.fetch(`${sandbox.origins.ims}/ims/authorize/v2?client_id=none-such`)
    clock.advance({ minutes: 1 })
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    const ids = async (filter: Parameters<Sandbox['flows']['list']>[0]): Promise<string[]> =>
      (await sandbox.flows.list(filter)).flows.map(({ id }) => id)
    expect(await ids({ app: 'wknd-spa' })).toEqual(['1'])
    expect(await ids({ user: 'ada@wknd.test' })).toEqual(['1'])
    expect(await ids({ user: 'nora@wknd.test' })).toEqual([])
    expect(await ids({ outcome: 'failed' })).toEqual(['7'])
    expect(await ids({ kind: 'other' })).toEqual(['8'])
    expect(await ids({ service: 'aem' })).toEqual([])
    expect(await ids({ since: clock.now() })).toEqual(['8'])
    expect(await ids({ text: 'NONE-SUCH' })).toEqual(['7'])
    expect(await ids({ text: 'state-123' })).toEqual(['1'])
    expect(await ids({ text: 'client_unknown', kind: 'sign-in' })).toEqual(['7'])
    expect(await sandbox.flows.list({ limit: 1 })).toMatchObject({
      flows: [{ id: '8' }],
      total: 3,
      apps: ['none-such', 'wknd-spa'],
      users: [{ email: 'ada@wknd.test' }],
    })
  })

  it('refuses a name that it does not know', async () => {
    const sandbox = await createSandbox()
    const filter = { application: 'wknd-spa' }
    await expect(sandbox.flows.list(filter as never)).rejects.toThrow(
      'Flows cannot be filtered by "application": use kind, app, user, service, outcome, text, since, limit.',
    )
  })

  it('shows no secret', async () => {
    const sandbox = await createSandbox()
    const token = await signIn(sandbox)
    await callAem(sandbox, token)
    const shown = JSON.stringify([await sandbox.flows.list(), await listFlows(sandbox)])
    expect(shown).not.toContain(token)
    expect(shown).not.toMatch(/eyJ[\w-]{8}/)
    expect((await sandbox.flows.list({ text: token.slice(0, 40) })).total).toBe(0)
  })

  it('shows no secret that came in the wrong place', async () => {
    const sandbox = await createSandbox()
    const token = await sandbox.tokens.issue({ user: 'ada@wknd.test', clientId: 'wknd-spa' })
    const user = createSandboxUser(sandbox)
    await user.exchange('fake-code', { grant_type: token, redirect_uri: token, scope: token })
    await user.browser.open(user.authorizationUrl({ redirect_uri: token, scope: token }))
    await callAem(sandbox, token, `/adobe/folders/${token}`)
    const explained = await Promise.all([1, 2, 3].map((index) => sandbox.flows.explain(index)))
    const everything = [await sandbox.flows.list(), await listFlows(sandbox), explained]
    expect(JSON.stringify(everything)).not.toContain(token)
  })
})

describe('flows.get()', () => {
  it('finds a flow by any of its exchanges, and by an x-debug-id of IMS', async () => {
    const sandbox = await createSandbox()
    await signIn(sandbox)
    const debugId = sandbox.journal.last()?.responseHeaders['x-debug-id'] ?? ''
    const found = await Promise.all([4, '4', debugId].map((name) => sandbox.flows.get(name)))
    expect(found.map(({ id }) => id)).toEqual(['1', '1', '1'])
  })

  it('says that a flow has left the journal', async () => {
    const sandbox = await createSandbox()
    await expect(sandbox.flows.get('12')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('No flow has the exchange "12": it has left the journal'),
    })
  })
})

describe('a flow whose beginning has left the journal', () => {
  it('says so, and keeps its id, when it was seen from its beginning', async () => {
    const sandbox = await createSandbox({ journalLimit: 6 })
    const token = await signIn(sandbox)
    await sandbox.flows.list()
    await callAem(sandbox, token)
    const flow = await findFlow(sandbox, 'sign-in')
    expect(flow).toMatchObject({ id: '1', isBeginningMissing: true, exchanges: [2, 3, 4, 5, 6, 7] })
    expect(flow.messages[0]).toMatchObject({
      id: '2-beginning',
      evidence: 'concluded',
      label: 'What came before has left the journal',
    })
  })

  it('says so when it is first looked at after that', async () => {
    const sandbox = await createSandbox({ journalLimit: 1 })
    await signIn(sandbox)
    expect(await findFlow(sandbox, 'sign-in')).toMatchObject({
      id: '6',
      isBeginningMissing: true,
      outcome: 'succeeded',
      user: { email: 'ada@wknd.test' },
    })
    const { checks } = await sandbox.flows.explain(6)
    expect(checks).toContainEqual(
      expect.objectContaining({
        kind: 'pkce',
        verdict: 'unknown',
        summary: 'The authorization request with the challenge has left the journal.',
      }),
    )
  })

  it('is not claimed of a code that this sandbox never gave', async () => {
    const sandbox = await createSandbox({ journalLimit: 1 })
    await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
    await createSandboxUser(sandbox).exchange('made-up-code')
    expect(await findFlow(sandbox, 'sign-in')).toMatchObject({
      isBeginningMissing: false,
      problems: [{ code: 'code_unknown', severity: 'failure' }],
    })
  })

  it('is gone when the journal was cleared', async () => {
    const sandbox = await createSandbox()
    await signIn(sandbox)
    await sandbox.flows.list()
    sandbox.journal.clear()
    expect(await sandbox.flows.list()).toMatchObject({ flows: [], total: 0, dropped: 0 })
  })
})

describe('flowUrl()', () => {
  it('leads to the page of a flow', async () => {
    const sandbox = await createSandbox()
    expect(sandbox.flowUrl(12)).toBe('https://sandbox.test/flows/12')
  })
})
