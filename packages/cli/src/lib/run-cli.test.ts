import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { get, type IncomingMessage } from 'node:http'
import { get as getByHttps } from 'node:https'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'

import { readSigningKeys } from '@mudbrick/sandbox/node'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import type { CliEnvironment } from './cli-environment.ts'
import { runCli } from './run-cli.ts'

let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mudbrick-cli-'))
  vi.stubEnv('MUDBRICK_HOME', home)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

describe('mudbrick', () => {
  it.each([[['--help']], [[]]])('prints its commands (%j)', async (args) => {
    const { code, stdout, stderr } = await run(args)

    expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(/^ {2}sandbox /m), ''])
  })

  it('prints its version', async () => {
    expect(await run(['--version'])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    })
  })

  it('names an unknown command', async () => {
    expect(await run(['sandbx'])).toEqual({
      code: 2,
      stdout: '',
      stderr: "mudbrick: unknown command 'sandbx' (Did you mean sandbox?): see mudbrick --help.\n",
    })
  })
})

describe('mudbrick sandbox --help', () => {
  it('prints every option and examples', async () => {
    const { code, stdout } = await run(['sandbox', '--help'])

    const options = [...stdout.matchAll(/^ {2}.*?(--[a-z-]+)/gm)].map(([, option]) => option)
    expect([code, options.slice(0, 18)]).toEqual([
      0,
      [
        '--http',
        '--port',
        '--host',
        '--public-url',
        '--seed',
        '--scopes',
        '--aem-project',
        '--environment',
        '--export',
        '--behavior',
        '--set',
        '--ids',
        '--journal',
        '--no-reveal',
        '--no-control',
        '--quiet',
        '--json',
        '--help',
      ],
    ])
    expect(stdout).toContain('mudbrick sandbox --http --port 9440')
  })
})

describe('mudbrick sandbox', { timeout: 30_000 }, () => {
  it('prints addresses, users and credentials, and Ready as the last line', async () => {
    const { stdout } = await runSandbox(['--http', '--port', '0'])

    expect(stdout).toMatch(/Adobe IMS {4}http:\/\/127\.0\.0\.1:\d+ +signs users in$/m)
    expect(stdout).toMatch(/ada@wknd\.test +author with all rights$/m)
    expect(stdout).toMatch(/wknd-service +server to server, secret wknd-service-secret$/m)
    expect(stdout).toMatch(
      /\nReady: home http:\/\/localhost:\d+, IMS http:\/\/127\.0\.0\.1:\d+, AEM http:\/\/localhost:\d+, Commerce http:\/\/localhost:\d+\n$/,
    )
  })

  it('prints the command that makes browsers trust a certificate that is new', async () => {
    const { stdout } = await runSandbox(['--port', '0'])

    expect(stdout).toMatch(/certutil|security add-trusted-cert/)
    expect(stdout).toContain(join(home, 'certificate', 'ca.crt'))
  })

  it('prints one line with --quiet', async () => {
    const { stdout, stderr } = await runSandbox(['--http', '--port', '0', '--quiet'])

    expect([stdout, stderr]).toEqual([expect.stringMatching(/^Ready: [^\n]+\n$/), ''])
  })

  it('prints one line of JSON with --json', async () => {
    const { stdout } = await runSandbox(['--http', '--port', '0', '--json'])

    expect(stdout).toMatch(/^\{[^\n]+\}\n$/)
    expect(JSON.parse(stdout)).toEqual({
      origins: {
        home: expect.stringMatching(/^http:\/\/localhost:\d+$/),
        ims: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        aem: expect.stringMatching(/^http:\/\/localhost:\d+$/),
        commerce: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      },
      controlToken: expect.stringMatching(/^\S{20,}$/),
      pid: process.pid,
    })
  })

  it.each(['0', 'many', '100001'])('refuses --journal %s with what is right', async (count) => {
    const { stderr } = await runSandbox(['--http', '--port', '0', '--journal', count])
    expect(stderr).toContain('Write a number from 1 to 100000')
  })

  it('has no control token with --no-control', async () => {
    const { stdout } = await runSandbox(['--http', '--port', '0', '--json', '--no-control'])

    expect(JSON.parse(stdout)).not.toHaveProperty('controlToken')
  })

  it('puts IMS, AEM and Commerce three to five ports after home', async () => {
    const { stdout } = await runSandbox(['--http', '--port', '23440', '--json'])

    expect(JSON.parse(stdout).origins).toEqual({
      home: 'http://localhost:23440',
      ims: 'http://127.0.0.1:23443',
      aem: 'http://localhost:23444',
      commerce: 'http://localhost:23445',
    })
  })

  it('moves ports and redirect URIs by MUDBRICK_PORT_OFFSET, as npm start does', async () => {
    vi.stubEnv('MUDBRICK_PORT_OFFSET', '15060')
    try {
      const { stdout } = await runSandbox(['--http', '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ origins: { home: 'http://localhost:23500' } })
      const { stdout: seed } = await run(['sandbox', '--export'])
      expect(seed).toContain('https://localhost:18061/callback')
      vi.stubEnv('MUDBRICK_PORT_OFFSET', 'ten')
      expect(await run(['sandbox'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('MUDBRICK_PORT_OFFSET is ten, which is not a whole number'),
      })
    } finally {
      vi.stubEnv('MUDBRICK_PORT_OFFSET', undefined)
    }
  })

  it('names its public host in discovery', async () => {
    const options = ['--public-url', 'http://sandbox:8440', '--http', '--port', '23450', '--json']
    const whileRunning = (): Promise<unknown> =>
      readJson('http://127.0.0.1:23453/ims/.well-known/openid-configuration')
    const { result } = await runSandbox(options, whileRunning)

    expect(result).toMatchObject({ token_endpoint: 'http://sandbox:23453/ims/token/v3' })
  })

  it('adds the users of a seed file', async () => {
    const path = join(home, 'seed.json')
    await writeFile(path, JSON.stringify({ users: [eve] }))

    const { stdout } = await runSandbox(['--http', '--port', '0', '--seed', path])

    expect(stdout).toMatch(/eve@wknd\.test +listens; password secret$/m)
  })

  describe('with a download of the Developer Console', () => {
    const download = {
      project: {
        workspace: {
          details: {
            credentials: [
              {
                name: 'Mine',
                integration_type: 'oauthsinglepageapp',
                oauth2: {
                  client_id: 'mine',
                  redirect_uri: ['https://localhost:5173/callback'],
                  defaultRedirectUri: 'https://localhost:5173/callback',
                },
              },
            ],
            services: [{ name: 'AEM Sites' }],
          },
        },
      },
    }
    let path: string
    beforeAll(async () => {
      path = join(home, 'console.json')
      await writeFile(path, JSON.stringify(download))
    })

    it('asks the user at the terminal for the scopes', async () => {
      const askForScopes = vi.fn<() => Promise<string[]>>(async () => ['openid', 'aem.folders'])
      const args = ['sandbox', '--export', '--seed', path]
      const { code, stdout } = await run(args, undefined, '', { askForScopes })

      expect([code, askForScopes.mock.calls]).toEqual([
        0,
        [[{ credentials: ['Mine'], services: ['AEM Sites'] }]],
      ])
      expect(JSON.parse(stdout)).toMatchObject({
        credentials: expect.arrayContaining([
          expect.objectContaining({ clientId: 'mine', scopes: ['openid', 'aem.folders'] }),
        ]),
      })
    })

    it.each([
      ['where no user is at the terminal', [], {}],
      ['of a user who cancels', [], { askForScopes: async () => undefined }],
      ['of a script that reads JSON', ['--json'], { askForScopes: async () => ['openid'] }],
    ])('names the option %s', async (_, options, more) => {
      const args = ['sandbox', '--http', '--port', '0', '--seed', path, ...options]
      const { code, stderr } = await run(args, undefined, '', more)

      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('does not carry the scopes of Mine: give them with --scopes'),
      ])
    })

    it('takes the scopes of the option', async () => {
      const args = ['sandbox', '--export', '--seed', path, '--scopes', 'openid, aem.folders']
      const { stdout } = await run(args, undefined, '', { askForScopes: () => Promise.reject() })

      expect(stdout).toContain('"mine"')
    })
  })

  it('exports a seed that comes back byte for byte', async () => {
    const path = join(home, 'exported.json')
    const { code, stdout } = await run(['sandbox', '--export'])
    await writeFile(path, stdout)

    expect(code).toBe(0)
    expect((await run(['sandbox', '--export', '--seed', path])).stdout).toBe(stdout)
  })

  it('deploys an AEM project, and says what became of it', async () => {
    const project = join(home, 'project')
    await mkdir(join(project, 'config'), { recursive: true })
    await writeFile(join(project, 'config/api.yaml'), 'kind: API')
    const args = ['sandbox', '--http', '--port', '0', '--aem-project', project]
    const { stdout } = await run(args, () => undefined, 'Ready')

    expect(stdout).toContain('Deploy by the config pipeline: refused; what was in force stays.')
    expect(stdout).toContain(
      'config/api.yaml, line 1: a client allow-list needs data.allowedClientIDs.author',
    )
    expect(stdout).toContain('The project has no CORS policy for the author tier')
  })

  it('prints a line for each request, with what Adobe does not say', async () => {
    const args = ['sandbox', '--http', '--port', '23480']
    const { stdout } = await run(
      args,
      () => readJson('http://127.0.0.1:23483/ims/profile/v1').catch(() => undefined),
      'Ready',
    )

    expect(stdout).toMatch(/^ {2}401 {2}ims {7}GET \/ims\/profile\/v1$/m)
    expect(stdout).toContain('access_token_missing: No bearer token was sent')
  })

  it('signs with the keys that are kept for the next start', async () => {
    const args = ['--http', '--port', '23460', '--quiet']
    const { result } = await runSandbox(args, () => readJson('http://127.0.0.1:23463/ims/keys'))

    const { signingKeys } = await readSigningKeys()
    expect(result).toMatchObject({
      keys: expect.arrayContaining([
        expect.objectContaining({ n: signingKeys.idToken.publicJwk.n }),
      ]),
    })
  })

  it('says to which names it answers where it listens for others', async () => {
    const { stderr } = await runSandbox(['--http', '--port', '0', '--host', '0.0.0.0'])

    expect(stderr).toContain('say with --public-url by which name others reach it.')
  })

  it('has a certificate for its public host, which programs elsewhere trust by its authority', async () => {
    const args = ['--port', '23490', '--public-url', 'https://sandbox:23490', '--json']
    const { result } = await runSandbox(args, async () => {
      const ca = await readFile(join(home, 'certificate-sandbox', 'ca.crt'))
      const [response] = (await once(
        getByHttps({
          host: '127.0.0.1',
          port: 23493,
          path: '/ims/keys',
          servername: 'sandbox',
          headers: { host: 'sandbox:23493' },
          ca,
          agent: false,
        }),
        'response',
      )) as [IncomingMessage]
      response.resume()
      return response.statusCode
    })

    expect(result).toBe(200)
  })

  it('says how programs elsewhere trust its certificate', async () => {
    const { stderr } = await runSandbox(['--port', '0', '--public-url', 'https://sandbox:8440'])

    expect(stderr).toContain('Programs elsewhere trust https://sandbox:8440 by the authority')
    expect(stderr).toContain(join(home, 'certificate-sandbox', 'ca.crt'))
  })

  it.each(['https://sand_box:8440', 'https://[2001:db8::1]:8440'])(
    'says for which hosts no certificate can be made: %s',
    async (url) => {
      const { code, stderr } = await run(['sandbox', '--port', '0', '--public-url', url])

      expect(code).toBe(1)
      expect(stderr).toContain('No certificate can be made for the host')
    },
  )

  it('frees its ports, and ends with 0, when it is told to stop', async () => {
    const { code } = await runSandbox(['--http', '--port', '23470', '--quiet'])

    await expect(readJson('http://127.0.0.1:23473/ims/keys')).rejects.toThrow(/ECONNREFUSED/)
    expect(code).toBe(0)
  })
})

describe('unknown options', () => {
  it.each([
    [['--prot', '1'], "unknown option '--prot' (Did you mean --port?)"],
    [
      ['--port', '70000'],
      "option '--port <port>' argument '70000' is invalid. Write a number from 0 to 65530",
    ],
    [
      ['--port', '8e3'],
      "option '--port <port>' argument '8e3' is invalid. Write a number from 0 to 65530",
    ],
    [
      ['--behavior', 'lax'],
      "option '--behavior <preset>' argument 'lax' is invalid. Allowed choices are tutorial, strict",
    ],
    [
      ['--set', 'zeroCursor'],
      "option '--set <row=value>' argument 'zeroCursor' is invalid. Write a row and a value, such as folderConflict=status-409",
    ],
    [
      ['--public-url', 'sandbox'],
      "option '--public-url <url>' argument 'sandbox' is invalid. Write one such as http://sandbox:8440",
    ],
    [
      ['--host', '999.1.1.1'],
      "option '--host <address>' argument '999.1.1.1' is invalid. Write an IP address of this computer, such as 0.0.0.0 for all",
    ],
    [
      ['--seed', 'console.json', '--scopes', ' ,'],
      "option '--scopes <list>' argument ' ,' is invalid. Write scopes, such as openid,AdobeID",
    ],
    [['--seed'], "option '--seed <file>' argument missing"],
    [['more'], "too many arguments for 'sandbox'. Expected 0 arguments but got 1"],
  ])('are told in a sentence, with 2: %j', async (args, problem) => {
    expect(await run(['sandbox', ...args])).toEqual({
      code: 2,
      stdout: '',
      stderr: `mudbrick: ${problem}: see mudbrick sandbox --help.\n`,
    })
  })
})

describe('an option that needs another', () => {
  it.each([
    ['--scopes', 'openid', '--seed console.json'],
    ['--environment', 'prod', '--aem-project'],
  ])('is not ignored: %s', async (option, value, other) => {
    const { code, stderr } = await run(['sandbox', option, value])

    expect([code, stderr]).toEqual([2, expect.stringContaining(`with ${other}`)])
  })
})

describe('a start that fails', () => {
  it('names the port that is taken', async () => {
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo

    const outcome = await run(['sandbox', '--http', '--port', String(port)])
    server.close()

    expect(outcome).toEqual({
      code: 1,
      stdout: '',
      stderr: `mudbrick: Port ${port}, which is for the sandbox's home page, is taken by another program: stop that program, or choose other ports with --port or MUDBRICK_PORT_OFFSET.\n`,
    })
  })

  it.each<[string, string[], RegExp]>([
    ['a seed file that is missing', ['--seed', 'missing.json'], /The seed file missing\.json does/],
    ['a plain public URL of HTTPS', ['--public-url', 'http://sandbox'], /is plain HTTP/],
    ['an address of another computer', ['--host', '192.0.2.1'], /no address of this computer/],
  ])('is told in a sentence, with 1: %s', async (_, args, problem) => {
    const { code, stderr } = await run(['sandbox', '--port', '0', ...args])

    expect([code, stderr]).toEqual([1, expect.stringMatching(/^mudbrick: [^\n]+\.\n$/)])
    expect(stderr).toMatch(problem)
  })

  it.each([
    ['zeroCurser=refuse', 'has no row "zeroCurser"'],
    ['zeroCursor=maybe', 'zeroCursor'],
  ])('is a misuse, with 2, where the behavior is set to %s', async (row, problem) => {
    const { code, stderr } = await run(['sandbox', '--port', '0', '--set', row])

    expect([code, stderr]).toEqual([2, expect.stringMatching(/^mudbrick: [^\n]+\.\n$/)])
    expect(stderr).toContain(problem)
  })

  it('names what is wrong in a seed file', async () => {
    const path = join(home, 'wrong.json')
    await writeFile(path, '{ "users": [{ "email": "eve" }] }')

    const { code, stderr } = await run(['sandbox', '--http', '--port', '0', '--seed', path])

    expect([code, stderr]).toEqual([1, expect.stringContaining('wrong.json cannot be used')])
    expect(stderr).toContain('users[0].email')
  })
})

const eve = {
  id: 'E7E000000000000000000001@E7E0000000000000000000E7',
  email: 'eve@wknd.test',
  password: 'secret',
  givenName: 'Eve',
  familyName: 'Ebner',
  accountType: 'ind',
  countryCode: 'AT',
  productProfiles: [],
  note: 'listens',
}

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs until a line has that text, then until the given action has finished. */
async function run(
  args: readonly string[],
  whileRunning: () => unknown = () => undefined,
  until = '',
  more: Pick<CliEnvironment, 'askForScopes'> = {},
): Promise<Outcome> {
  const controller = new AbortController()
  let isReady = false
  const written = { stdout: '', stderr: '' }
  const style = (_: string, text: string): string => text
  const code = await runCli(args, {
    stdout: {
      line: (text = '') => {
        written.stdout += `${text}\n`
        if (isReady || !text.includes(until)) return
        isReady = true
        void Promise.resolve(whileRunning()).then(() => controller.abort())
      },
      style,
    },
    stderr: {
      line: (text = '') => {
        written.stderr += `${text}\n`
      },
      style,
    },
    signal: controller.signal,
    ...more,
  })
  return { code, ...written }
}

/** Runs until it is ready, then until the given action has finished. */
async function runSandbox<Result = undefined>(
  args: readonly string[],
  whileRunning?: () => Promise<Result>,
): Promise<Outcome & { readonly result: Result | undefined }> {
  let result: Promise<Result> | undefined
  const outcome = await run(['sandbox', ...args], () => {
    result = whileRunning?.()
    return result?.catch(() => undefined)
  })
  return { ...outcome, result: await result }
}

async function readJson(url: string): Promise<unknown> {
  const [response] = await once(get(url, { agent: false }), 'response')
  return json(response)
}
