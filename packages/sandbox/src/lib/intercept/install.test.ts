import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const entry = new URL('../../../dist/intercept.js', import.meta.url).href
const noLookup = `dns.lookup = (name) => { throw new Error('Looked up ' + name) }`
const discovery = 'https://ims-na1.adobelogin.com/ims/.well-known/openid-configuration'

describe('node --import @mudbrick/sandbox/intercept', { timeout: 30_000 }, () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mudbrick-intercept-'))
  })

  afterAll(() => rm(folder, { recursive: true }))

  it('serves a program with hard-coded hosts and the global fetch', async () => {
    const program = `
      import dns from 'node:dns'
      ${noLookup}
      const answer = await fetch('${discovery}')
      console.log((await answer.json()).issuer)`
    expect(await run('fetch.mjs', program)).toBe('https://ims-na1.adobelogin.com\n')
  })

  it('serves a CommonJS program that uses node:https', async () => {
    const program = `
      const dns = require('node:dns')
      ${noLookup}
      require('node:https').get('${discovery}', (answer) => {
        let text = ''
        answer.on('data', (chunk) => { text += chunk })
        answer.on('end', () => console.log(JSON.parse(text).issuer))
      })`
    expect(await run('https.cjs', program)).toBe('https://ims-na1.adobelogin.com\n')
  })

  it('serves a worker thread', async () => {
    await writeFile(
      join(folder, 'worker.mjs'),
      `console.log((await fetch('https://ims-na1.adobelogin.com/ims/keys')).status)`,
    )
    const program = `
      import { Worker } from 'node:worker_threads'
      new Worker(new URL('worker.mjs', import.meta.url))`
    expect(await run('starts-worker.mjs', program)).toBe('200\n')
  })

  it('serves a worker thread that is made of code', async () => {
    const program = `
      const { Worker } = require('node:worker_threads')
      new Worker("fetch('https://ims-na1.adobelogin.com/ims/keys').then((answer) => console.log(answer.status))", { eval: true })`
    expect(await run('evaluates-worker.cjs', program)).toBe('200\n')
  })

  it('serves a worker thread that has options of its own', async () => {
    await writeFile(
      join(folder, 'worker.mjs'),
      `console.log((await fetch('https://ims-na1.adobelogin.com/ims/keys')).status)`,
    )
    const program = `
      import { Worker } from 'node:worker_threads'
      new Worker(new URL('worker.mjs', import.meta.url), { execArgv: ['--no-warnings'] })`
    expect(await run('starts-worker-with-options.mjs', program)).toBe('200\n')
  })

  it('fails a request to another host of Adobe with a cause that names it', async () => {
    const program = `
      import dns from 'node:dns'
      ${noLookup}
      await fetch('https://cc-api.adobe.io/').catch((error) => console.log(error.cause.message))`
    expect(await run('refused.mjs', program)).toContain('stopped a request to cc-api.adobe.io')
  })

  async function run(name: string, program: string): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, program)
    const { MUDBRICK_SANDBOX: _, ...env } = process.env
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', entry, path], {
      env,
      timeout: 20_000,
    })
    return stdout
  }
})
