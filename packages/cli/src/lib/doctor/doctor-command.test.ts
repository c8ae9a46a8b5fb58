import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { createSandbox } from '@mudbrick/sandbox'
import { listen } from '@mudbrick/sandbox/node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { runCli } from '../run-cli.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-doctor-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const page = JSON.stringify({ dependencies: { 'react-scripts': '5.0.1' } })
const variables = `# The tutorial's names
REACT_APP_ADC_CLIENT_ID=fake0client0id0of0a0single0page0
REACT_APP_ADC_SCOPES="adobeid,openid" # two
REACT_APP_AEM_ASSET_HOSTNAME=https://author-p1-e2.adobeaemcloud.com/
HTTPS=true
PORT=3001
REACT_APP_REDIRECT_URI=https://localhost:3000/callback
SECRET_OF_MINE=canary-of-the-file
`

describe('mudbrick doctor', () => {
  it('says file, line, rule, fix and guide of each finding, and exits with 1', async () => {
    write({ 'package.json': page, '.env': variables })
    const { code, stdout, stderr } = await doctor()
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toContain('warning  .env:7  redirect_uri_other_port')
    expect(stdout).toContain('→ Write https://localhost:3001/callback')
    expect(stdout).toContain('https://developer.adobe.com/developer-console/')
    expect(stdout).not.toContain('canary-of-the-file')
  })

  it('exits with 0 when there is nothing, and says what it looked at and could not know', async () => {
    write({
      'package.json': page,
      '.env': 'REACT_APP_AEM_HOST=https://author-p1-e2.adobeaemcloud.com\n',
    })
    const { code, stdout } = await doctor()
    expect(code).toBe(0)
    expect(stdout).toContain('None of the known traps was found.')
    expect(stdout).toMatch(/Looked at {2}\.env, 0 files of source/)
    expect(stdout).toContain('What services answer (--offline).')
  })

  it('prints JSON alone with --json', async () => {
    write({ 'package.json': page, '.env': variables })
    const { stdout } = await doctor('--json')
    const { findings, notKnown } = JSON.parse(stdout)
    expect(findings[0]).toMatchObject({
      code: expect.any(String),
      file: '.env',
      guide: expect.any(String),
    })
    expect(notKnown.length).toBeGreaterThan(0)
  })

  it.each([
    ['no such folder', () => join(folder, 'nowhere'), 'There is no folder'],
    ['a file', () => join(folder, 'package.json'), 'is a file'],
  ])('cannot run on %s, and exits with 2', async (_, find, sentence) => {
    write({ 'package.json': page })
    const { code, stdout, stderr } = await run(['doctor', find(), '--offline'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('mudbrick doctor --fix', () => {
  it('shows the lines that change and changes nothing without a terminal', async () => {
    write({ 'package.json': page, '.env': variables })
    const { stdout, stderr } = await doctor('--fix')
    expect(stdout).toContain('7 - REACT_APP_REDIRECT_URI=https://localhost:3000/callback')
    expect(stdout).toContain('7 + REACT_APP_REDIRECT_URI=https://localhost:3001/callback')
    expect(stdout).not.toContain('canary-of-the-file')
    expect(stderr).toContain('Nothing was changed: add --yes')
    expect(read('.env')).toBe(variables)
  })

  it('changes nothing when the user says no', async () => {
    write({ 'package.json': page, '.env': variables })
    const { stderr } = await run(['doctor', folder, '--offline', '--fix'], () =>
      Promise.resolve(false),
    )
    expect(stderr).toContain('Nothing was changed.')
    expect(read('.env')).toBe(variables)
  })

  it('changes values alone, and keeps quotes, comments and everything else', async () => {
    write({ 'package.json': page, '.env': variables })
    const { code } = await run(['doctor', folder, '--offline', '--fix'], () =>
      Promise.resolve(true),
    )
    expect(code).toBe(0)
    expect(read('.env')).toBe(
      variables
        .replace('"adobeid,openid"', '"AdobeID,openid"')
        .replace('.com/\n', '.com\n')
        .replace(':3000/', ':3001/'),
    )
  })

  it('adds what a policy lacks to its list', async () => {
    const policy =
      'ui.config/jcr_root/apps/x/osgiconfig/config.author/com.adobe.granite.cors.impl.CORSPolicyImpl~x.cfg.json'
    const text = `{
  // for the page
  "alloworigin": ["https://localhost:3001"],
  "allowedpaths": ["/adobe/.*"],
  "supportedmethods": [
    "GET"
  ],
  "supportedheaders": ["Authorization", "X-Api-Key"]
}
`
    write({
      'package.json': page,
      '.env': variables
        .replace('adobeid', 'AdobeID,aem.folders')
        .replace(':3000', ':3001')
        .replace('.com/', '.com'),
      'src/folders.js': `window.remove = (token) => fetch(\`\${process.env.REACT_APP_AEM_ASSET_HOSTNAME}/adobe/folders\`, {
  method: 'DELETE', headers: { Authorization: token, 'X-Api-Key': id } })\n`,
      [policy]: text,
    })
    const { code, stdout } = await doctor('--fix', '--yes')
    expect(stdout).toContain('None of the known traps')
    expect(code).toBe(0)
    expect(read(policy)).toBe(text.replace('[\n    "GET"', '[\n    "DELETE", "GET"'))
  })

  it('leaves a file that is a link', async () => {
    write({ 'package.json': page, elsewhere: variables })
    symlinkSync(join(folder, 'elsewhere'), join(folder, '.env'))
    const { stderr } = await doctor('--fix', '--yes')
    expect(stderr).toContain('.env is a link and was not changed.')
    expect(read('elsewhere')).toBe(variables)
  })
})

describe('settings in the source', () => {
  it('are judged where no file of variables has them', async () => {
    write({
      'package.json': page,
      'src/config.js': `export const config = {
  clientId: 'your-client-id',
  aemHost: 'https://publish-p1-e2.adobeaemcloud.com',
  scope: 'openid, adobeid, aem.folders',
}\n`,
    })
    const { stdout } = await doctor()
    expect(stdout).toContain('src/config.js:2:3  variable_placeholder')
    expect(stdout).toContain('src/config.js:3:3  aem_host_not_author')
    expect(stdout).toContain('src/config.js:4:3  scope_wrong_case')
  })

  it('of another provider of sign-in are left alone', async () => {
    write({
      'package.json': page,
      '.env': 'REACT_APP_AEM_HOST=https://author-p1-e2.adobeaemcloud.com\n',
      'src/other.js': `const url = 'https://github.com/login/oauth/authorize'
export const config = { clientId: 'your-client-id', url }\n`,
    })
    expect(await doctor()).toMatchObject({ code: 0 })
  })
})

describe('a bad project', () => {
  it('may be empty', async () => {
    const { code, stdout } = await doctor()
    expect(code).toBe(0)
    expect(stdout).toContain('Whether this is the right folder: nothing in it is about Adobe.')
  })

  it('may be a monorepo: each application has variables of its own', async () => {
    write({
      'package.json': '{"workspaces":["apps/*"]}',
      'apps/one/package.json': page,
      'apps/one/.env': variables,
      'apps/two/package.json': page,
      'apps/two/.env': variables.replace(':3000/', ':3001/'),
    })
    const { stdout } = await doctor()
    expect(stdout).toContain('apps/one/.env:7  redirect_uri_other_port')
    expect(stdout).not.toContain('apps/two/.env:7  redirect_uri_other_port')
  })

  it.skipIf(process.platform === 'win32')('may have links in circles', async () => {
    write({ 'package.json': page, 'src/a.js': 'export const token = 1\n' })
    symlinkSync(folder, join(folder, 'src', 'again'))
    symlinkSync(join(folder, 'loop.js'), join(folder, 'loop.js'))
    const { code, stdout } = await doctor()
    expect(code).toBe(0)
    expect(stdout).toContain('loop.js is a link to a folder or to nothing.')
  })

  it.each([
    ['a .env that is binary', '.env', Buffer.from([0x7f, 0x45, 0, 1, 2]), '.env is not a text.'],
    [
      'a file that is huge',
      'src/huge.js',
      Buffer.alloc(1_100_000, 'token;'),
      'src/huge.js is larger than 1 MB.',
    ],
    [
      'an error of syntax',
      'src/a.js',
      Buffer.from('const token = 1\nconst = 2\n'),
      'src/a.js has an error of syntax at line 2.',
    ],
    [
      'a package.json that is not JSON',
      'package.json',
      Buffer.from('{ "name": '),
      'None of the known traps',
    ],
  ])('may have %s, which is said', async (_, file, bytes, sentence) => {
    write({ [file]: bytes })
    const { code, stdout, stderr } = await doctor()
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(sentence)
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'may have files and folders that cannot be read',
    async () => {
      write({ '.env': variables, 'secret/a.js': '' })
      chmodSync(join(folder, '.env'), 0)
      chmodSync(join(folder, 'secret'), 0)
      const { stdout } = await doctor()
      chmodSync(join(folder, 'secret'), 0o700)
      expect(stdout).toContain('.env cannot be read (EACCES).')
      expect(stdout).toContain('The folder secret cannot be read (EACCES).')
    },
  )

  it('may have lines in .env that are not variables, and variables made of others', async () => {
    write({
      '.env':
        '=bad\nHOST_OF_MINE=https://publish-p1-e2.adobeaemcloud.com\nA B=3\n__proto__=x\nAEM_HOST=${HOST_OF_MINE}\nREDIRECT_URI=%%%\nIMS_SCOPES=openid,aem.folders\n',
    })
    const { stdout, stderr } = await doctor()
    expect(stderr).toBe('')
    expect(stdout).toContain('.env:5  aem_host_not_author')
    expect(stdout).toContain('.env:6  redirect_uri_invalid')
  })

  it('may nest objects deeper than any reader goes', async () => {
    write({ 'src/deep.js': `export const token = ${'['.repeat(800)}${']'.repeat(800)}\n` })
    expect(await doctor()).toMatchObject({ code: 0 })
  })
})

describe('mudbrick doctor, asking services', () => {
  it.each([
    [404, 'text/html', '<html>Portal</html>', 'endpoint_behind_proxy'],
    [200, 'text/html', '<html status="x" healthy="hibernated">', 'environment_hibernated'],
    [403, 'application/json', '{"detail":"IMS Client ID not allowlisted."}', 'permission_missing'],
    [401, 'application/json', '{"title":"Unauthorized"}', undefined],
  ])('reads what AEM answers: %s %s', async (status, type, body, expected) => {
    const { origin, close } = await serve(status, { 'content-type': type }, body)
    write({ '.env': `AEM_ORIGIN=${origin}\n` })
    const { stdout } = await run(['doctor', folder, '--json'])
    await close()
    const codes = JSON.parse(stdout).findings.map(({ code }: { code: string }) => code)
    expect(codes).toEqual(expected === undefined ? [] : [expected])
  })

  it('tells a 401 of Commerce that is a missing permission, and keeps the token to itself', async () => {
    const body = '{"message":"x","parameters":{"resources":"Magento_Catalog::products"}}'
    const { origin, close, requests } = await serve(
      401,
      { 'content-type': 'application/json' },
      body,
    )
    vi.stubEnv('MUDBRICK_ACCESS_TOKEN', 'fake-access-token')
    write({ '.env': `COMMERCE_BASE_URL=${origin}/fake-tenant\n` })
    const { stdout } = await run(['doctor', folder])
    await close()
    expect(stdout).toContain('the user lacks Magento_Catalog::products')
    expect(stdout).not.toContain('fake-access-token')
    expect(requests).toEqual(['GET /fake-tenant/V1/store/storeConfigs Bearer fake-access-token'])
  })

  it('says that a service does not answer, or that a proxy stands before it', async () => {
    write({ '.env': 'AEM_ORIGIN=http://127.0.0.1:1\n' })
    expect((await run(['doctor', folder])).stdout).toContain('endpoint_unreachable')
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:2')
    vi.stubEnv('NO_PROXY', '')
    expect((await run(['doctor', folder])).stdout).toContain('endpoint_behind_proxy')
  })

  it('says when the clock is wrong', async () => {
    const { origin, close } = await serve(
      401,
      { 'content-type': 'application/json', date: 'Tue, 01 Dec 2020 00:00:00 GMT' },
      '{}',
    )
    write({ '.env': `AEM_ORIGIN=${origin}\n` })
    const { stdout } = await run(['doctor', folder])
    await close()
    expect(stdout).toContain('clock_skew')
  })

  it('has nothing against the sandbox, and tells what the sandbox would refuse', async () => {
    vi.stubEnv('MUDBRICK_HOME', join(folder, 'node_modules', 'home'))
    const sandbox = await createSandbox()
    const { origins, close } = await listen(sandbox, {
      ports: { home: 0, ims: 0, aem: 0, commerce: 0 },
    })
    const lines = [
      `IMS_ORIGIN=${origins.ims}`,
      `AEM_ORIGIN=${origins.aem}`,
      'IMS_CLIENT_ID=wknd-spa',
      'IMS_SCOPES=AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management',
      'REDIRECT_URI=https://localhost:3001/callback',
    ]
    write({ '.env': lines.join('\n') })
    const good = await run(['doctor', folder, '--json'])
    write({ '.env': lines.join('\n').replace(':3001', ':3003') })
    const bad = await run(['doctor', folder, '--json'])
    await close()
    expect(codesOf(good.stdout)).toEqual([])
    expect(codesOf(bad.stdout)).toEqual(['redirect_uri_led_elsewhere'])
  })

  it('says where IMS leads instead of the redirect URI', async () => {
    const location = 'https://localhost:9/other?error=login_required&state=mudbrick-doctor'
    const { origin, close } = await serve(302, { location }, '')
    write({
      '.env': `IMS_ORIGIN=${origin}\nIMS_CLIENT_ID=client-id-123\nREDIRECT_URI=https://localhost:3001/callback\n`,
    })
    const { stdout } = await run(['doctor', folder])
    await close()
    expect(stdout).toContain('redirect_uri_led_elsewhere')
    expect(stdout).toContain('IMS leads to https://localhost:9/other')
  })
})

function codesOf(json: string): readonly string[] {
  const { findings }: { findings: readonly { code: string }[] } = JSON.parse(json)
  return findings.map(({ code }) => code)
}

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}

function doctor(...options: readonly string[]): ReturnType<typeof run> {
  return run(['doctor', folder, '--offline', ...options])
}

async function run(
  args: readonly string[],
  confirm?: (question: string) => Promise<boolean>,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const written = { stdout: '', stderr: '' }
  const terminal = (name: 'stdout' | 'stderr'): Parameters<typeof runCli>[1]['stdout'] => ({
    line: (text = '') => void (written[name] += `${text}\n`),
    style: (_, text) => text,
  })
  const code = await runCli(args, {
    stdout: terminal('stdout'),
    stderr: terminal('stderr'),
    signal: new AbortController().signal,
    confirm,
  })
  return { code, ...written }
}

async function serve(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ origin: string; close: () => Promise<void>; requests: readonly string[] }> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}
