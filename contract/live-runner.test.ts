import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { createSandbox } from '@mudbrick/sandbox'
import { listen, type ListeningSandbox } from '@mudbrick/sandbox/node'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The runner for Adobe, run against a sandbox on a port: this shows that the runner works, not how Adobe answers. */
const root = fileURLToPath(new URL('..', import.meta.url))
let listening: ListeningSandbox
let accessToken: string

beforeAll(async () => {
  const sandbox = await createSandbox({ scheme: 'http' })
  listening = await listen(sandbox, { ports: { home: 0, ims: 0, aem: 0, commerce: 0 } })
  accessToken = await createSandboxUser({
    ...sandbox,
    origins: listening.origins,
    fetch: (input, init) => sandbox.servedAt(listening.origins)(new Request(input, init)),
  }).obtainAccessToken({ redirect_uri: undefined })
})
afterAll(() => listening.close())

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

async function runLive(environment: Readonly<Record<string, string>>): Promise<Report> {
  const arguments_ = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'live']
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...arguments_, '--reporter', 'json'],
    { cwd: root, env: { PATH: process.env['PATH'], ...environment } },
  ).catch((error: { readonly stdout: string }) => error)
  return JSON.parse(stdout.slice(stdout.indexOf('{'))) as Report
}

function failuresOf(report: Report): readonly string[] {
  return report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ title, failureMessages }) => `${title}: ${failureMessages.join(' ')}`)
}

describe('npx vitest run --project live', () => {
  it('replays every live exchange when the environment has what they need', async () => {
    const report = await runLive({
      MUDBRICK_LIVE_IMS_ORIGIN: listening.origins.ims,
      MUDBRICK_LIVE_IMS_CLIENT_ID: 'wknd-service',
      MUDBRICK_LIVE_IMS_CLIENT_SECRET: 'wknd-service-secret',
      MUDBRICK_LIVE_IMS_SCOPES: 'openid,AdobeID',
      MUDBRICK_LIVE_IMS_ACCESS_TOKEN: accessToken,
      MUDBRICK_LIVE_IMS_ACCESS_TOKEN_CLIENT_ID: 'wknd-spa',
    })
    expect(failuresOf(report)).toEqual([])
    expect(report.numPassedTests).toBeGreaterThan(20)
    expect(report.numPendingTests).toBe(0)
  }, 60_000)

  it('sends nothing when the environment is empty', async () => {
    const report = await runLive({})
    expect(report.numPassedTests + report.numFailedTests).toBe(0)
    expect(report.numPendingTests).toBeGreaterThan(20)
  }, 60_000)

  it('fails when the other side answers otherwise', async () => {
    const report = await runLive({
      MUDBRICK_LIVE_IMS_ORIGIN: listening.origins.ims,
      MUDBRICK_LIVE_IMS_ACCESS_TOKEN: 'fake-access-token',
      MUDBRICK_LIVE_IMS_ACCESS_TOKEN_CLIENT_ID: 'wknd-spa',
    })
    expect(failuresOf(report).join()).toContain('status is 401, not 200')
  }, 60_000)
})
