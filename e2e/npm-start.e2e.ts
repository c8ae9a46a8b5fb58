import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

import { beforeAll, describe, expect, it } from 'vitest'

import { listenForErrors, openContext } from './chromium.ts'
import { firstPortOffset, waitForLine } from './world.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const portOffset = firstPortOffset + 500

let started: ChildProcess
let printed: string

beforeAll(async () => {
  started = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, MUDBRICK_PORT_OFFSET: String(portOffset) },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that it can be ended as a terminal does: all of it at once.
    detached: true,
  })
  printed = await waitForLine(started, /^Ready/m)
})

describe('npm start', () => {
  it('prints addresses, users, and how to trust the certificate', () => {
    expect(printed).toContain(`https://localhost:${3001 + portOffset}`)
    expect(printed).toContain(`https://localhost:${8440 + portOffset}`)
    expect(printed).toContain(`https://127.0.0.1:${8443 + portOffset}`)
    expect(printed).toContain(`https://localhost:${8444 + portOffset}`)
    expect(printed).toContain('ada@wknd.test')
    expect(printed).toContain('mudbrick')
    expect(printed).toMatch(/ca\.crt/)
  })

  it('brings up what it says: ada signs in and fetches models', async () => {
    const context = await openContext()
    const page = await context.newPage()
    const errors = listenForErrors(page)
    // The first page that Vite serves takes long on a busy machine.
    await page.goto(`https://localhost:${3001 + portOffset}`, { timeout: 60_000 })
    await page.getByRole('button', { name: 'Adobe IMS Login' }).click()
    await page.getByRole('button', { name: /ada@wknd\.test/ }).click()
    await page.getByRole('button', { name: 'Allow access' }).click()
    await page.getByRole('button', { name: 'Fetch Content Fragment Models' }).click()
    await page.getByRole('row', { name: 'Adventure' }).waitFor()
    expect(errors).toEqual([])
    await context.close()
  })

  it('says which ports are taken when it runs already, and how to move', async () => {
    const second = spawn('npm', ['start'], {
      cwd: root,
      env: { ...process.env, MUDBRICK_PORT_OFFSET: String(portOffset) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    second.stdout.on('data', (chunk) => (output += String(chunk)))
    second.stderr.on('data', (chunk) => (output += String(chunk)))
    const [code] = await once(second, 'exit')
    expect(code).not.toBe(0)
    expect(output).toContain(String(8443 + portOffset))
    expect(output).toContain('MUDBRICK_PORT_OFFSET=')
    expect(output).not.toMatch(/^\s+at /m)
  })

  it('ends with Ctrl-C, and with it every address', async () => {
    const exit = once(started, 'exit')
    process.kill(-(started.pid ?? 0), 'SIGINT')
    await exit
    // npm ends at once, without waiting for the processes that it started.
    await expect.poll(() => canConnect(10_743), { timeout: 3000 }).toBe(false)
    await expect.poll(() => canConnect(3001 + portOffset), { timeout: 3000 }).toBe(false)
  })
})

async function canConnect(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
