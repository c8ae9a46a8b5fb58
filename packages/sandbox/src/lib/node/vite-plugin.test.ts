import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { build, createServer, type PluginOption } from 'vite'

import { SandboxError } from '../sandbox-error.ts'
import { sandbox, type SandboxPluginOptions } from './vite-plugin.ts'

const portOffset = 16_100

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mudbrick-vite-'))
  vi.stubEnv('MUDBRICK_HOME', root)
  await writeFile(join(root, 'index.html'), '<script type="module" src="/main.ts"></script>')
  await writeFile(join(root, 'main.ts'), 'document.title = String(import.meta.env.VITE_IMS_ORIGIN)')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true, force: true })
})

const start = async (
  options: SandboxPluginOptions = {},
): Promise<Awaited<ReturnType<typeof createServer>>> => {
  const plugin: PluginOption = sandbox({ portOffset, ...options })
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [plugin],
    server: { port: 0, host: 'localhost' },
  })
  return server.listen()
}

/** The text at an address of this computer. */
function read(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { rejectUnauthorized: false, agent: false }, (response) => {
      resolve(text(response))
    })
      .on('error', reject)
      .end()
  })
}

const keys = `https://127.0.0.1:${8443 + portOffset}/ims/keys`

describe('sandbox() of @mudbrick/sandbox/vite', () => {
  it('brings up the sandbox with the dev server, and ends it with that', async () => {
    const server = await start({ seed: { users: [{ email: 'finn@wknd.test' }] } })
    const [page = ''] = server.resolvedUrls?.local ?? []

    expect(page).toMatch(/^https:/)
    expect(await read(`${page}main.ts`)).toContain(`"https://127.0.0.1:${8443 + portOffset}"`)
    expect(await read(keys)).toContain('ims_na1-key-1')
    await server.close()
    await vi.waitFor(() => expect(read(keys)).rejects.toThrow('ECONNREFUSED'))
  })

  it('goes on when Vite starts its server anew', async () => {
    const server = await start()
    await server.restart()
    expect(await read(keys)).toContain('ims_na1-key-1')
    await server.close()
  })

  it('leaves a build alone', async () => {
    const plugin: PluginOption = sandbox({ portOffset })
    const output = await build({
      root,
      configFile: false,
      logLevel: 'silent',
      plugins: [plugin],
      build: { write: false },
    })
    expect(JSON.stringify(output)).not.toContain('127.0.0.1')
    await expect(read(keys)).rejects.toThrow('ECONNREFUSED')
  })

  it.each<[string, SandboxPluginOptions, string]>([
    ['a seed file that is not there', { seed: '/none.yaml' }, '/none.yaml does not exist'],
    ['a project that does not exist', { aemProject: '/none' }, '/none does not exist'],
  ])('says what is wrong: %s', async (_, options, message) => {
    await expect(start(options)).rejects.toThrow(SandboxError)
    await expect(start(options)).rejects.toThrow(message)
  })
})
