import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { createSandbox } from '@mudbrick/sandbox'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { runVerify } from './run-verify.ts'

interface Report {
  target: string
  counts: Record<string, number>
  exchanges: { why?: string; extra?: string; differences?: unknown }[]
}

const root = fileURLToPath(new URL('../../../../../', import.meta.url))
let copy: string
let report: Report

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'mudbrick-take-report-'))
  for (const path of [
    'README.md',
    'contract',
    'docs',
    'package.json',
    'tools',
    'packages/cli/contract.json',
    'packages/doctor/corpus/manifest.json',
    'packages/sandbox/README.md',
    'packages/sandbox/seed.schema.json',
  ]) {
    cpSync(join(root, path), join(copy, path), { recursive: true })
  }
  for (const path of ['packages/doctor/dist', 'packages/sandbox/dist', 'node_modules']) {
    symlinkSync(join(root, path), join(copy, path))
  }
  report = await verifySandbox(join(copy, 'report.json'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('node tools/take-report.mjs', () => {
  it('refuses a report on the sandbox', async () => {
    expect(await take(report)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is a report on sandbox: only those on Adobe are taken.'),
    })
  })

  it.each([
    ['no JSON', 'hello', 'it is no JSON object'],
    ['another format', { format: 'other' }, 'its format is not as reports have it'],
    ['a member too many', { owner: 'ada' }, 'it has a member that reports do not have'],
    ['wrong counts', { counts: { same: 205, differs: 0, 'not tried': 0 } }, 'its counts are wrong'],
    [
      'an exchange that does not exist',
      { exchanges: [{ file: 'ims/keys.json', name: 'mine', result: 'same' }] },
      'it names an exchange that the contract does not have',
    ],
    [
      'an address in a reason',
      {
        exchanges: [
          {
            file: 'ims/keys.json',
            name: 'RSA keys for RS256',
            result: 'not tried',
            why: 'ada@wknd.test',
          },
        ],
      },
      'a reason has more in it than a reason',
    ],
    [
      'a value in place of a form',
      {
        exchanges: [
          {
            file: 'ims/keys.json',
            name: 'RSA keys for RS256',
            result: 'differs',
            differences: [{ at: 'body', expected: '<text>', found: 'Ada Auster 4711' }],
          },
        ],
      },
      'what was found is not told by its form',
    ],
  ])('refuses %s', async (_, change, sentence) => {
    const changed = typeof change === 'string' ? change : { ...report, target: 'adobe', ...change }
    const { code, stderr } = await take(changed)
    expect([code, stderr.includes(sentence)]).toEqual([1, true])
  })

  it('takes one on Adobe, and counts it wherever facts are told', async () => {
    const same = report.counts['same'] ?? 0
    expect(same).toBeGreaterThan(20)
    const { code, stdout } = await take({ ...report, target: 'adobe' })
    expect([code, stdout]).toEqual([0, expect.stringContaining(`${same} exchanges seen at Adobe`)])
    await take({ ...report, target: 'adobe' })

    expect(read('README.md')).toContain(`[today ${same} of 205]`)
    expect(read('packages/sandbox/README.md')).toContain(
      `| **seen at Adobe** | **${same}** of 205 |`,
    )
    expect(read('packages/sandbox/README.md')).toMatch(/`proofKey`.* \| 0 \|/)
    expect(read('docs/contract-facts.md')).toMatch(/RSA keys for RS256 \| \w+ \| 2 \|/)
  })
})

function read(path: string): string {
  return readFileSync(join(copy, path), 'utf8')
}

async function take(
  value: unknown,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const file = join(copy, 'taken.json')
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
  try {
    const run = promisify(execFile)
    const { stdout } = await run(process.execPath, [join(copy, 'tools/take-report.mjs'), file])
    return { code: 0, stdout, stderr: '' }
  } catch (error) {
    const { code, stdout, stderr } = error as {
      readonly code: number
      readonly stdout: string
      readonly stderr: string
    }
    return { code, stdout, stderr }
  }
}

async function verifySandbox(file: string): Promise<Report> {
  const sandbox = await createSandbox()
  vi.stubEnv('MUDBRICK_VERIFY_CLIENT_ID', 'wknd-service')
  vi.stubEnv('MUDBRICK_VERIFY_CLIENT_SECRET', 'wknd-service-secret')
  vi.stubEnv('MUDBRICK_VERIFY_APP_CLIENT_ID', 'wknd-spa')
  const terminal = { line: () => undefined, style: (_: string, text: string) => text }
  await runVerify(
    {
      ims: sandbox.origins.ims,
      redirectUri: 'https://localhost:3001/callback',
      yes: true,
      report: file,
    },
    { stdout: terminal, stderr: terminal, signal: new AbortController().signal },
    (input, init) => sandbox.fetch(new Request(input, init)),
  )
  vi.unstubAllEnvs()
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}
