import { codeOf, createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox, type Sandbox } from '../sandbox.ts'
import type { Fault } from '../faults/fault.ts'
import type { FlowProblem } from './flow.ts'

const page = { origin: 'https://localhost:3001', 'sec-fetch-site': 'cross-site' }

type Parameters = Readonly<Record<string, string | undefined>>

async function ask(sandbox: Sandbox, parameters: Parameters): Promise<void> {
  const user = createSandboxUser(sandbox)
  await user.browser.open(user.authorizationUrl({ nonce: 'n', ...parameters }))
}

async function exchange(sandbox: Sandbox, parameters: Parameters, headers = {}): Promise<void> {
  const user = createSandboxUser(sandbox)
  const code = codeOf(await user.authorize({ nonce: 'n' }))
  await user.exchange(code, parameters, { ...page, ...headers })
}

interface CallOptions {
  readonly clientId?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function callAem(
  sandbox: Sandbox,
  email: string,
  { clientId = 'wknd-spa', headers = {} }: CallOptions = {},
): Promise<void> {
  const token = await sandbox.tokens.issue({ user: email, clientId })
  await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, {
    headers: { ...page, authorization: `Bearer ${token}`, ...headers },
  })
}

async function refuseConsent(sandbox: Sandbox): Promise<void> {
  const { browser, authorizationUrl } = createSandboxUser(sandbox)
  const signIn = await browser.open(authorizationUrl({ nonce: 'n' }))
  const consent = await browser.submit(signIn, { email: 'ada@wknd.test', password: 'mudbrick' })
  await browser.submit(consent, { decision: 'deny' })
}

async function meet(sandbox: Sandbox, fault: Omit<Fault, 'match'>): Promise<void> {
  sandbox.faults.add({ match: 'POST /ims/token/*', ...fault })
  await exchange(sandbox, {}).catch(() => undefined)
}

/** Each mistake that a developer makes has its name, where it was made, and what to change. */
describe('a planted failure', () => {
  it.each<readonly [string, (sandbox: Sandbox) => Promise<void>, Partial<FlowProblem>]>([
    [
      'a wrong redirect URI',
      (sandbox) => ask(sandbox, { redirect_uri: 'https://localhost:3000/callback' }),
      {
        code: 'redirect_uri_unregistered',
        message: '1-request',
        change: 'Register it, dots escaped.',
      },
    ],
    [
      'an unknown client id',
      (sandbox) => ask(sandbox, { client_id: 'wknd-sp' }),
      { code: 'client_unknown', message: '1-request', about: 'wknd-sp' },
    ],
    [
      'a scope that the credential lacks',
      (sandbox) => ask(sandbox, { scope: 'openid,offline_access' }),
      { code: 'scope_unknown', message: '1-request', about: 'offline_access' },
    ],
    ['a refused consent', refuseConsent, { code: 'consent_refused', message: '4-response' }],
    [
      'a wrong verifier',
      (sandbox) => exchange(sandbox, { code_verifier: 'x'.repeat(43) }),
      { code: 'verifier_mismatch', message: '6-request' },
    ],
    [
      'a page whose origin IMS does not know',
      (sandbox) => exchange(sandbox, {}, { origin: 'https://localhost:9999' }),
      {
        code: 'cors_origin_not_registered',
        message: '6-response',
        about: 'https://localhost:9999',
      },
    ],
    [
      'a page whose origin AEM does not allow',
      (sandbox) =>
        callAem(sandbox, 'ada@wknd.test', { headers: { origin: 'https://app.example' } }),
      { code: 'cors_policy_missing', message: '1-response', about: 'https://app.example' },
    ],
    [
      'a client id that is not in the allow-list',
      (sandbox) => callAem(sandbox, 'ada@wknd.test', { clientId: 'express-embed' }),
      { code: 'client_not_allow_listed', message: '1-request', about: 'express-embed' },
    ],
    [
      'a user without a product profile',
      (sandbox) => callAem(sandbox, 'nora@wknd.test'),
      { code: 'product_profile_missing', message: '1-request' },
    ],
    [
      'a service that is down',
      (sandbox) => meet(sandbox, { status: 503 }),
      { code: 'fault_refused', message: '6-response' },
    ],
    [
      'an answer that is lost',
      (sandbox) => meet(sandbox, { loseAnswer: true }),
      { code: 'fault_refused', message: '6-response' },
    ],
  ])('is named: %s', async (_, plant, problem) => {
    const sandbox = await createSandbox()
    await plant(sandbox)
    const { flows } = await sandbox.flows.list()
    const failures = flows.flatMap(({ problems }) =>
      problems.filter(({ severity }) => severity === 'failure'),
    )
    expect(flows.map(({ outcome }) => outcome)).toEqual(['failed'])
    expect(failures).toEqual([expect.objectContaining(problem)])
    const { messages } = await sandbox.flows.get(failures[0]?.exchange ?? 0)
    expect(messages.find(({ id }) => id === problem.message)?.problems).toEqual(
      expect.arrayContaining(failures),
    )
  })
})

describe('a problem', () => {
  it('has two whole sentences', async () => {
    const sandbox = await createSandbox()
    await ask(sandbox, { state: undefined, nonce: undefined })
    const { flows } = await sandbox.flows.list()
    const sentences = flows[0]?.problems.flatMap(({ what, change }) => [what, change]) ?? []
    expect(
      sentences.filter((text) => !/^(?:[A-Z]|openid ).+\.$/.test(text) || text.endsWith('..')),
    ).toEqual([])
    expect(flows[0]).toMatchObject({ outcome: 'open', problems: [{ severity: 'warning' }, {}] })
  })

  it('is the cause, where the strict preset refuses what is weak', async () => {
    const sandbox = await createSandbox({ behavior: 'strict' })
    await ask(sandbox, { state: undefined })
    const { flows } = await sandbox.flows.list()
    expect(flows[0]).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'state_missing', severity: 'failure' }],
    })
  })
})
