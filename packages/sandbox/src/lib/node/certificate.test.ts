import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { checkServerIdentity, connect, createServer, type PeerCertificate } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { inspect, promisify } from 'node:util'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { type Certificate, ensureCertificate } from './certificate.ts'

const dayMs = 24 * 60 * 60 * 1000
const now = Date.parse('2026-06-01T12:00:00Z')

let home: string
let directory: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mudbrick-certificate-'))
  directory = join(home, 'certificate')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

describe('ensureCertificate()', () => {
  it('makes a certificate where there is none', async () => {
    const certificate = await ensureAt(now)

    expect(certificate).toMatchObject({
      isNew: true,
      reason: 'A certificate for the servers of this computer was made.',
    })
  })

  it('finds the certificate of the last time', async () => {
    const first = await ensureAt(now)
    const second = await ensureAt(now)

    expect(second).toEqual({ ...first, isNew: false, reason: undefined })
  })

  it('returns what its files hold', async () => {
    const certificate = await ensureAt(now)

    expect(await readFiles(certificate)).toEqual([
      certificate.ca,
      certificate.certificate,
      certificate.key,
    ])
  })

  it('lives in the folder that MUDBRICK_HOME names', async () => {
    vi.stubEnv('MUDBRICK_HOME', home)

    const { caPath } = await ensureCertificate()

    expect(caPath).toBe(join(home, 'certificate', 'ca.crt'))
  })

  it('opens the folder and the key to no other user', async () => {
    const { keyPath } = await ensureAt(now)

    expect([await readMode(directory), await readMode(keyPath)]).toEqual([0o700, 0o600])
  })

  it('takes back rights on the key that were given', async () => {
    const { keyPath } = await ensureAt(now)
    await chmod(keyPath, 0o644)

    await ensureAt(now)

    expect(await readMode(keyPath)).toBe(0o600)
  })

  it("keeps no key of the authority: the only key on disk is the server's", async () => {
    const certificate = await ensureAt(now)
    const files = await readdir(directory, { recursive: true, withFileTypes: true })
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
    )

    expect(texts.filter((text) => text.includes('PRIVATE KEY'))).toEqual([certificate.key])
  })

  it('hides the key when the certificate is printed', async () => {
    const certificate = await ensureAt(now)

    expect(inspect(certificate) + JSON.stringify(certificate)).not.toContain('PRIVATE KEY')
  })

  it('gives all processes that start at once the same certificate', async () => {
    const script = fileURLToPath(new URL('../../../dist/lib/node/certificate.js', import.meta.url))
    const program = `import(process.argv[1])
      .then(({ ensureCertificate }) => ensureCertificate())
      .then(({ certificate, key, ca, isNew }) => console.log(JSON.stringify([certificate, key, ca, isNew])))`
    const run = promisify(execFile)
    const environment = { ...process.env, MUDBRICK_HOME: home }
    const runs = await Promise.all(
      Array.from({ length: 6 }, () =>
        run(process.execPath, ['-e', program, script], { env: environment }),
      ),
    )
    const results = runs.map(({ stdout }): unknown[] => JSON.parse(stdout))

    expect({
      certificates: new Set(results.map((result) => String(result.slice(0, 3)))).size,
      makers: results.filter((result) => result[3] === true).length,
      files: (await readdir(directory)).toSorted(),
    }).toEqual({ certificates: 1, makers: 1, files: ['1', 'ca.crt'] })
  })

  it('gives all calls that start at once the same renewed certificate', async () => {
    await ensureAt(now)

    const renewed = await Promise.all(Array.from({ length: 8 }, () => ensureAt(now + 900 * dayMs)))

    expect({
      certificates: new Set(renewed.map(({ certificate }) => certificate)).size,
      makers: renewed.filter(({ isNew }) => isNew).length,
      files: (await readdir(directory)).toSorted(),
    }).toEqual({ certificates: 1, makers: 1, files: ['2', 'ca.crt'] })
  })

  it('keeps the authority at the same path when it renews', async () => {
    const first = await ensureAt(now)
    const second = await ensureAt(now + 900 * dayMs)

    expect({ path: second.caPath, text: await readFile(second.caPath, 'utf8') }).toEqual({
      path: first.caPath,
      text: second.ca,
    })
  })

  it('says that a certificate had expired', async () => {
    await ensureAt(now)

    const { reason } = await ensureAt(now + 900 * dayMs)

    expect(reason).toBe(
      'The certificate expired on 2028-09-02, so a new one was made, which browsers have to trust anew.',
    )
  })

  it('renews a certificate in its last month', async () => {
    const { expiresAt } = await ensureAt(now)

    const renewals = [
      (await ensureAt(expiresAt - 31 * dayMs)).isNew,
      (await ensureAt(expiresAt - 29 * dayMs)).reason,
    ]

    expect(renewals).toEqual([false, expect.stringMatching(/was to expire on 2028-09-02, so/)])
  })

  it('replaces a certificate of the future, as a clock set back leaves it', async () => {
    await ensureAt(now)

    const { reason } = await ensureAt(now - 30 * dayMs)

    expect(reason).toMatch(/was valid only from 2026-05-31, so/)
  })

  it('replaces a certificate that is not one', async () => {
    const { certificatePath } = await ensureAt(now)
    await writeFile(certificatePath, 'spoilt')

    const { reason } = await ensureAt(now)

    expect(reason).toMatch(/could not be read, so/)
  })

  it('replaces a certificate whose key is gone', async () => {
    const { keyPath } = await ensureAt(now)
    await rm(keyPath)

    const { reason } = await ensureAt(now)

    expect(reason).toMatch(/could not be read, so/)
  })

  it('replaces a certificate with the key of another', async () => {
    const { keyPath } = await ensureAt(now)
    const other = await ensureCertificate({ directory: join(home, 'other') })
    await writeFile(keyPath, other.key)

    const { reason } = await ensureAt(now)

    expect(reason).toMatch(/did not belong to its key, so/)
  })

  it('replaces a certificate with the authority of another', async () => {
    const first = await ensureAt(now)
    const other = await ensureCertificate({ directory: join(home, 'other') })
    await writeFile(join(directory, '1', 'ca.crt'), other.ca)

    const { reason, ca } = await ensureAt(now)

    expect([reason, ca === first.ca || ca === other.ca]).toEqual([
      expect.stringMatching(/was not signed by its authority, so/),
      false,
    ])
  })

  it('restores the published authority when it was changed', async () => {
    const { caPath, ca } = await ensureAt(now)
    await writeFile(caPath, 'spoilt')

    await ensureAt(now)

    expect(await readFile(caPath, 'utf8')).toBe(ca)
  })

  it('clears away what a process that died has left', async () => {
    await ensureAt(now)
    const draft = await mkdtemp(join(directory, '.new-'))
    await utimes(draft, 0, 0)

    await ensureAt(now + 900 * dayMs)

    expect((await readdir(directory)).toSorted()).toEqual(['2', 'ca.crt'])
  })

  it('leaves what another process is just making', async () => {
    await ensureAt(now)
    const draft = await mkdtemp(join(directory, '.new-'))

    await ensureAt(now + 900 * dayMs)

    expect(await readdir(directory)).toContain(basename(draft))
  })

  it('says what to do about a folder that cannot be used', async () => {
    await writeFile(directory, 'a file')

    await expect(ensureAt(now)).rejects.toMatchObject({
      name: 'SandboxError',
      code: 'invalid_configuration',
      message: `The folder ${directory} cannot be used for certificates (EEXIST): make it a folder that you own and can write, or name another place with MUDBRICK_HOME.`,
    })
  })
})

describe('the certificate', () => {
  // Node 22.23.3 recognises no IPv6 address in any certificate.
  const ipv6 = isIpv6Recognised() ? ['::1'] : []

  it.each(['localhost', '127.0.0.1', ...ipv6])('is good for %s', async (name) => {
    expect(await connectTo(name)).toBe('trusted')
  })

  it.each(['ims-na1.adobelogin.com', '127.0.0.2', 'localhost.evil.test'])(
    'is not good for %s',
    async (name) => {
      expect(await connectTo(name)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    },
  )

  it('is not trusted where its authority is not', async () => {
    expect(await connectTo('localhost', { ca: [] })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })
})

function isIpv6Recognised(): boolean {
  const subjectaltname = 'IP Address:0:0:0:0:0:0:0:1'
  const peer = { subject: { CN: 'localhost' }, subjectaltname } as PeerCertificate
  return checkServerIdentity('::1', peer) === undefined
}

function ensureAt(time: number): Promise<Certificate> {
  return ensureCertificate({ directory, clock: { now: () => time } })
}

function readFiles({ caPath, certificatePath, keyPath }: Certificate): Promise<string[]> {
  return Promise.all([caPath, certificatePath, keyPath].map((path) => readFile(path, 'utf8')))
}

async function readMode(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

/** Whether a client that knows only the authority trusts the server under a name. */
async function connectTo(name: string, options: { readonly ca?: string[] } = {}): Promise<string> {
  const { ca, certificate, key } = await ensureCertificate({ directory })
  const server = createServer({ cert: certificate, key }, (socket) => socket.end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    ca: options.ca ?? [ca],
    // Node checks the certificate's names against this; an IP address is no server name.
    servername: /^[\d.:]+$/.test(name) ? '' : name,
    checkServerIdentity: (_, peer) => checkServerIdentity(name, peer),
  })
  try {
    await once(socket, 'secureConnect')
    return 'trusted'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  } finally {
    socket.destroy()
    server.close()
  }
}
