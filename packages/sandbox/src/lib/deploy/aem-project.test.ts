import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { connectToSandbox } from '../control/connect-to-sandbox.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const policyPath =
  'ui.config/src/main/content/jcr_root/apps/wknd/osgiconfig/config.author/com.adobe.granite.cors.impl.CORSPolicyImpl~wknd.cfg.json'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mudbrick-aem-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

async function save(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true })
  await writeFile(join(directory, path), text)
}

function policyFor(origin: string): string {
  return JSON.stringify({
    alloworigin: [origin],
    allowedpaths: ['/adobe/.*'],
    supportedmethods: ['GET'],
    supportedheaders: ['Authorization'],
  })
}

async function mayCall(sandbox: Sandbox, origin: string): Promise<boolean> {
  const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET' },
  })
  return response.headers.has('access-control-allow-origin')
}

describe('createSandbox({ aemProject })', () => {
  it('takes the policies and the allow-list of the project', async () => {
    await save(policyPath, policyFor('https://a.test'))
    await save('config/api.yaml', 'kind: API\ndata: { allowedClientIDs: { author: [other] } }')
    const sandbox = await createSandbox({ aemProject: directory })
    expect(await mayCall(sandbox, 'https://a.test')).toBe(true)
    expect(await mayCall(sandbox, 'https://localhost:3001')).toBe(false)
    const token = await createSandboxUser(sandbox).obtainAccessToken()
    const response = await sandbox.fetch(`${sandbox.origins.aem}/adobe/sites/cf/models`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(response.status).toBe(403)
  })

  it('deploys each save, tells of it, and keeps what was in force when it is refused', async () => {
    await save(policyPath, policyFor('https://a.test'))
    const sandbox = await createSandbox({ aemProject: directory })
    const outcomes: string[] = []
    sandbox.events.subscribe((event) => {
      if (event.type === 'deploy') outcomes.push(`${event.deploy.pipeline} ${event.deploy.outcome}`)
    })

    await save(policyPath, policyFor('https://b.test/longer'))
    await vi.waitFor(() => expect(outcomes).toEqual(['full-stack deployed']), { timeout: 5000 })
    expect(await mayCall(sandbox, 'https://b.test/longer')).toBe(true)
    await save(policyPath, '{ no JSON')
    await vi.waitFor(() => expect(outcomes).toHaveLength(2), { timeout: 5000 })
    expect(outcomes[1]).toBe('full-stack refused')
    expect(await mayCall(sandbox, 'https://b.test/longer')).toBe(true)
    sandbox.aemProject.leave()
  })

  it('has the project in force after a reset too', async () => {
    await save(policyPath, policyFor('https://a.test'))
    const sandbox = await createSandbox({ aemProject: { directory, watch: false } })
    sandbox.reset()
    expect(await mayCall(sandbox, 'https://a.test')).toBe(true)
  })

  it('goes through circles of links once', async () => {
    await save(policyPath, policyFor('https://a.test'))
    await symlink(directory, join(directory, 'ui.config/circle'))
    const sandbox = await createSandbox({ aemProject: { directory, watch: false } })
    expect(await mayCall(sandbox, 'https://a.test')).toBe(true)
  })

  it.each<[string, () => unknown, string]>([
    ['a folder that does not exist', () => join(directory, 'none'), 'none does not exist: name'],
    [
      'a folder that is no AEM project’s',
      () => directory,
      'has neither ui.config nor config in it',
    ],
    [
      'an unknown type of environment',
      () => ({ directory, environment: 'test' }),
      'environment: give',
    ],
    ['an unknown option', () => ({ directory, wacth: true }), 'wacth: there is no such member'],
  ])('refuses %s', async (_, give, message) => {
    const aemProject = give() as string
    await expect(createSandbox({ aemProject })).rejects.toThrow(message)
  })
})

describe('the control API', () => {
  it('uses a project, deploys, shows it and leaves it', async () => {
    await save(policyPath, policyFor('https://a.test'))
    const sandbox = await createSandbox()
    const connection = connectToSandbox({
      origin: sandbox.origins.home,
      token: sandbox.controlToken ?? '',
      fetch: (input, init) => sandbox.fetch(new Request(input, init)),
    })
    expect(await connection.aemProject.current()).toBeUndefined()
    const used = await connection.aemProject.use({ directory, watch: false })
    expect(used.deploys.map(({ outcome }) => outcome)).toEqual(['deployed', 'deployed'])
    await save(policyPath, policyFor('https://b.test'))
    expect((await connection.aemProject.deploy())?.deploys).toHaveLength(3)
    expect(await mayCall(sandbox, 'https://b.test')).toBe(true)
    await connection.aemProject.leave()
    expect(await connection.aemProject.current()).toBeUndefined()
    await expect(connection.aemProject.use('/nowhere/at/all')).rejects.toThrow('does not exist')
    await connection.configureAem({ corsPolicies: {} })
    expect(await mayCall(sandbox, 'https://b.test')).toBe(false)
  })
})
