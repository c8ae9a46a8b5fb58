import { codeOf, createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it, vi } from 'vitest'

import { sandboxFixtures } from '../fixtures/sandbox-fixtures.ts'
import { listen } from '../node/listener.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { reportFlows } from './flow-report.ts'

async function failSignIn(sandbox: Sandbox): Promise<void> {
  const user = createSandboxUser(sandbox)
  await user.exchange(codeOf(await user.authorize()), { code_verifier: 'x'.repeat(43) })
}

describe('reportFlows()', () => {
  it('names what went wrong, where, and what to change', async () => {
    const sandbox = await createSandbox()
    await failSignIn(sandbox)
    const report = await reportFlows(sandbox)
    expect(report).toContain('sign-in, wknd-spa, ada@wknd.test: failed')
    expect(report).toContain('  unknown → ims  POST /ims/token/v3 (authorization_code)')
    expect(report).toContain(
      '    ✗ verifier_mismatch: The verifier is not that of the challenge. Keep the one whose hash was sent.',
    )
    expect(report).not.toContain('sandbox.test/flows')
  })

  it('leads to the flow where a browser gets there', async () => {
    const sandbox = await createSandbox({ scheme: 'http' })
    const ports = { home: 0, ims: 0, aem: 0, commerce: 0 }
    const { origins, close } = await listen(sandbox, { ports })
    await failSignIn(sandbox)
    expect(await reportFlows(sandbox)).toContain(`  ${origins.home}/flows/1\n`)
    await close()
  })

  it('is short, however much came', async () => {
    const sandbox = await createSandbox()
    for (let count = 0; count < 9; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await sandbox.fetch(`${sandbox.origins.ims}/ims/authorize/v2?client_id=none&state=${count}`)
    }
    const report = await reportFlows(sandbox)
    expect(report).toContain('the newest 5 of 9 flows:')
    expect(report.split('\n\n')).toHaveLength(6)
  })

  it('says that nothing came', async () => {
    expect(await reportFlows(await createSandbox())).toBe(
      'The sandbox was not asked for anything in this test.',
    )
  })
})

describe('the sandbox of Playwright’s fixtures', () => {
  const run = async (status: string): Promise<readonly string[]> => {
    const attached: string[] = []
    using printed = vi.spyOn(console, 'log').mockImplementation(() => {})
    await sandboxFixtures.sandbox({ sandboxOptions: {} }, failSignIn, {
      status,
      expectedStatus: 'passed',
      attach: async (name, { body }) => {
        attached.push(name, body)
      },
    })
    expect(printed.mock.calls.flat()).toEqual(attached.slice(1))
    return attached
  }

  it('puts the flows beside the report of a test that fails', async () => {
    expect(await run('failed')).toEqual([
      'sandbox-flows',
      expect.stringContaining('verifier_mismatch'),
    ])
  })

  it('says nothing when the test passes', async () => {
    expect(await run('passed')).toEqual([])
  })
})
