import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { ensureCertificate } from '@mudbrick/sandbox/node'
import { afterEach, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

let running: ChildProcess | undefined

afterEach(() => running?.kill('SIGKILL'))

describe('npm start', () => {
  it('prints its usage', async () => {
    const { code, output } = await startAndWait({}, ['--help'])

    expect([code, output]).toEqual([0, expect.stringContaining('MUDBRICK_PORT_OFFSET=100')])
  })

  it('does not go on with an argument that it does not know', async () => {
    const { code, output } = await startAndWait({}, ['--port', '1'])

    expect([code, output]).toEqual([
      1,
      '  ✗ npm start does not know --port: see  npm start -- --help\n',
    ])
  })

  it('names every port that is taken, before it does anything', async () => {
    const servers = [20_543, 20_544].map((port) => createServer().listen(port, '127.0.0.1'))
    await Promise.all(servers.map((server) => once(server, 'listening')))

    const { code, output } = await startAndWait({ MUDBRICK_PORT_OFFSET: '12100' })
    for (const server of servers) server.close()

    expect([code, output]).toEqual([
      1,
      '  ✗ Ports 20543 (for Adobe IMS) and 20544 (for the AEM author) are taken: stop what uses them, or move all ports with  MUDBRICK_PORT_OFFSET=12200 npm start\n',
    ])
  })

  it('says that the certificate folder cannot be used', async () => {
    const { code, output } = await startAndWait({
      MUDBRICK_PORT_OFFSET: '12600',
      MUDBRICK_HOME: fileURLToPath(import.meta.url),
    })

    expect([code, output.split('\n').at(-2)]).toEqual([
      1,
      expect.stringMatching(
        /^ {2}✗ The folder .* cannot be used for certificates \(ENOTDIR\): .*\.$/,
      ),
    ])
  })

  it('is ready when every address answers, and ends with code 0 within a second of Ctrl-C', async () => {
    const child = start({ MUDBRICK_PORT_OFFSET: '12700' })
    const ended = once(child, 'exit')
    const output = await readUntil(child, /^Ready in .*\n/m)
    const stoppedAt = performance.now()
    child.kill('SIGINT')
    const [code] = await ended

    expect({
      code,
      isPrompt: performance.now() - stoppedAt < 1000,
      addresses: [...output.matchAll(/https:\/\/\S+:\d+/g)].map(([address]) => address),
      isPlain: !output.includes('\u001B'),
    }).toEqual({
      code: 0,
      isPrompt: true,
      addresses: [
        'https://localhost:15701',
        'https://localhost:20700',
        'https://localhost:15702',
        'https://127.0.0.1:21143',
        'https://localhost:21144',
        'https://localhost:21145',
        'https://localhost:21140',
      ],
      isPlain: true,
    })
  }, 60_000)

  it('serves the Express Embed sample alone over plain HTTP when told so', async () => {
    const child = start({ MUDBRICK_PORT_OFFSET: '12900' }, ['--express-http'])
    const ended = once(child, 'exit')
    const output = await readUntil(child, /^Ready in .*\n/m)
    child.kill('SIGINT')
    await ended

    expect([...output.matchAll(/https?:\/\/localhost:\d+/g)].map(([address]) => address)).toEqual([
      'https://localhost:15901',
      'http://localhost:20900',
      'https://localhost:15902',
      'https://localhost:21344',
      'https://localhost:21345',
      'https://localhost:21340',
    ])
  }, 60_000)

  it("gives the samples a copy of the user's certificate, its key readable only by the user", async () => {
    const child = start({ MUDBRICK_PORT_OFFSET: '12800' })
    const ended = once(child, 'exit')
    await readUntil(child, /^Ready in .*\n/m)
    child.kill('SIGINT')
    await ended

    const { key } = await ensureCertificate()
    const copies = ['wknd-spa', 'express-embed', 'commerce-admin'].map((name) =>
      join(root, 'examples', name, 'ssl/server.key'),
    )
    const found = await Promise.all(
      copies.map(async (copy) => [
        (await readFile(copy, 'utf8')) === key,
        (await stat(copy)).mode & 0o777,
      ]),
    )
    expect(found).toEqual([
      [true, 0o600],
      [true, 0o600],
      [true, 0o600],
    ])
  }, 60_000)
})

function start(environment: NodeJS.ProcessEnv, args: readonly string[] = []): ChildProcess {
  running = spawn(process.execPath, [join(root, 'tools/start.mjs'), ...args], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return running
}

async function startAndWait(
  environment: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<{ readonly code: number; readonly output: string }> {
  const child = start(environment, args)
  const ended = once(child, 'close')
  let output = ''
  child.stdout?.on('data', (text) => (output += String(text)))
  child.stderr?.on('data', (text) => (output += String(text)))
  const [code] = await ended
  return { code: Number(code), output }
}

async function readUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = ''
  for await (const text of child.stdout ?? []) {
    output += String(text)
    if (pattern.test(output)) break
  }
  return output
}
