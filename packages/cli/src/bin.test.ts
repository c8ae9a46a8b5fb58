import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

let home: string
let children: ChildProcess[] = []

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mudbrick-bin-'))
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
})

afterAll(() => rm(home, { recursive: true, force: true }))

describe('the program mudbrick', { timeout: 30_000 }, () => {
  it('prints its help without loading the sandbox', async () => {
    const child = start(['--help'], { NODE_DEBUG: 'esm' })

    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])

    expect(stdout).toContain('sandbox')
    expect(stderr).not.toContain('packages/sandbox')
  })

  it('prints its version without loading commander, the doctor or the sandbox', async () => {
    const child = start(['--version'], { NODE_DEBUG: 'esm' })

    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])

    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(stderr).not.toMatch(/commander|packages\/(?:sandbox|doctor)|oxc-parser/)
  })

  it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'ends with 0 on %s',
    async (signal) => {
      const child = start(['sandbox', '--http', '--port', '0', '--quiet'])
      await readLine(child)
      child.kill(signal)

      expect(await once(child, 'exit')).toEqual([0, null])
    },
  )

  it('says with its first line that it is ready, to a script that stops to read', async () => {
    const child = start(['sandbox', '--http', '--port', '0', '--json'])

    const { pid } = JSON.parse(await readLine(child))
    child.stdout.destroy()
    child.kill('SIGTERM')

    expect([pid, await once(child, 'exit')]).toEqual([child.pid, [0, null]])
  })

  it('tells misuse on stderr, with 2', async () => {
    const child = start(['sandbox', '--port', 'far'])
    const exited = once(child, 'exit')

    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])

    expect([stdout, stderr, await exited]).toEqual([
      '',
      expect.stringMatching(/^mudbrick: [^\n]+: see mudbrick sandbox --help\.\n$/),
      [2, null],
    ])
  })
})

function start(args: readonly string[], environment: Record<string, string> = {}) {
  const path = fileURLToPath(new URL('../bin/mudbrick.js', import.meta.url))
  const child = spawn(process.execPath, [path, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MUDBRICK_HOME: home, ...environment },
  })
  children.push(child)
  return child
}

async function readLine(child: ReturnType<typeof start>): Promise<string> {
  const lines = createInterface({ input: child.stdout })
  const [line] = await once(lines, 'line')
  return line
}
