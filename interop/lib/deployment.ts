import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'

import { createSandbox, type Sandbox } from '../../packages/sandbox/dist/index.js'
import { ensureCertificate, listen } from '../../packages/sandbox/dist/node.js'
import { createAppBrowser, type AppBrowser } from '../../tools/testing/browsers/app-browser.ts'

import { buildProgram } from './built-program.ts'
import { createHttpsFetch, type HttpsFetch } from './https-client.ts'
import { startNginx } from './running-nginx.ts'
import { connectionStringOf, startPostgres, type RunningPostgres } from './running-postgres.ts'
import { findFreePort } from './server-program.ts'
import { createServiceManager, type ServiceManager } from './service-manager.ts'

/** The app of the guide, deployed with the files of the guide, and the sandbox as IMS and Commerce. */
export interface Deployment {
  /** Where browsers find it, at nginx. */
  readonly origin: string
  /** Where nginx answers http. */
  readonly plainOrigin: string
  /** The ports of the two processes, which are their instances of the unit. */
  readonly ports: readonly [string, string]
  readonly sandbox: Sandbox
  readonly postgres: RunningPostgres
  readonly services: ServiceManager
  /** A `systemctl` stands in this folder. */
  readonly programFolder: string
  /** Makes new processes fail at their start, until the returned function is called. */
  readonly breakKeys: () => () => void
  /** Starts another nginx with the same site, in front of one server. */
  readonly startNginxFor: (port: number) => Promise<OtherNginx>
  /** Where the metrics of a process are. */
  readonly metricsOf: (port: string) => string
  readonly createBrowser: () => AppBrowser
  /** Waits until both processes are ready. */
  readonly waitUntilReady: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface StartDeploymentOptions {
  /** A site of nginx in the guide's folder. */
  readonly site: 'nginx.conf' | 'nginx-prefix.conf'
  /** The path of the app. */
  readonly appPath: string
}

export interface OtherNginx {
  readonly origin: string
  readonly fetch: HttpsFetch
  readonly stop: () => Promise<void>
}

export const guideFolder = fileURLToPath(new URL('../../docs/guides/deploying/', import.meta.url))

/** Reads a file of the guide, with some of its ports, paths and names replaced. */
export function readGuideFile(
  name: string,
  replacements: Readonly<Record<string, string>> = {},
): string {
  let text = readFileSync(join(guideFolder, name), 'utf8')
  for (const [given, replacement] of Object.entries(replacements)) {
    if (!text.includes(given)) throw new Error(`${name} does not contain ${given}.`)
    text = text.replaceAll(given, replacement)
  }
  return text
}

export async function startDeployment({
  site,
  appPath,
}: StartDeploymentOptions): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), 'mudbrick-deployment-'))
  const ports = [String(await findFreePort()), String(await findFreePort())] as const
  const httpsPort = String(await findFreePort())
  const httpPort = String(await findFreePort())
  const origin = `https://localhost:${httpsPort}`
  const certificate = await ensureCertificate({ directory: join(folder, 'certificate') })
  const sandbox = await createSandbox({ scheme: 'http' })
  allowRedirectUri(sandbox, `${origin}${appPath}/auth/callback`)
  const listening = await listen(sandbox, {
    ports: { home: 0, ims: 0, aem: 0, commerce: 0 },
    hosts: ['127.0.0.1'],
  })
  const postgres = await startPostgres()
  await postgres.createDatabase('commerce_admin')
  const program = await buildProgram('docs/guides/programs/deploying.ts', `deploying-${httpsPort}`)

  const write = (name: string, text: string): string => {
    const file = join(folder, name)
    writeFileSync(file, text, { mode: 0o600 })
    return file
  }
  createKey(folder)
  const keys = readFileSync(join(folder, 'keys'), 'utf8')
  write(
    'environment',
    readGuideFile('environment', {
      'https://admin.example.com': origin,
      'client-id-123': 'commerce-admin',
      'fake-client-secret': 'commerce-admin-secret',
      'https://na1.api.commerce.adobe.com': listening.origins.commerce,
      'postgres://commerce_admin:fake-password@127.0.0.1:5432/commerce_admin': connectionStringOf(
        postgres.port,
        'commerce_admin',
      ),
    }),
  )
  const unit = readGuideFile('commerce-admin@.service', {
    '/etc/commerce-admin/environment': join(folder, 'environment'),
    '/etc/commerce-admin/keys': join(folder, 'keys'),
    '/srv/commerce-admin': program.folder,
    '/usr/bin/node': process.execPath,
  })
  const metricsPorts = new Map([
    [ports[0], String(await findFreePort())],
    [ports[1], String(await findFreePort())],
  ])
  const services = await createServiceManager(unit, (port) => ({
    IMS: listening.origins.ims,
    METRICS_PORT: metricsPorts.get(port) ?? '',
    ...(appPath !== '' && { APP_PATH: appPath }),
  }))
  for (const port of ports) services.start(port)
  const systemctl = write(
    'systemctl',
    `#!/bin/sh\nexec curl --silent --show-error --fail -X POST "${services.address}/$1/$2"\n`,
  )
  chmodSync(systemctl, 0o700)

  const stopNginx = await startNginx({
    certificate,
    site: readSite(site, { ports, httpsPort, httpPort, folder }),
  })

  const deployment: Deployment = {
    origin,
    plainOrigin: `http://127.0.0.1:${httpPort}`,
    ports,
    sandbox,
    postgres,
    services,
    programFolder: folder,
    breakKeys() {
      write('keys', '# no key\n')
      return () => void write('keys', keys)
    },
    async startNginxFor(port) {
      const otherPort = String(await findFreePort())
      const target = String(port)
      const addresses = {
        ports: [target, target] as const,
        httpsPort: otherPort,
        httpPort: String(await findFreePort()),
        folder,
      }
      const stop = await startNginx({ certificate, site: readSite(site, addresses) })
      return {
        origin: `https://localhost:${otherPort}`,
        fetch: createHttpsFetch(certificate.ca, 1),
        stop,
      }
    },
    metricsOf: (port) => `http://127.0.0.1:${metricsPorts.get(port)}/metrics`,
    createBrowser: () =>
      createAppBrowser({
        origin,
        fetch: createHttpsFetch(certificate.ca, 1),
        sandbox: servedAt(sandbox, listening.origins),
      }),
    waitUntilReady: async () => {
      for (const port of ports) {
        // oxlint-disable-next-line no-await-in-loop -- it is asked again and again
        while (!(await isReady(port))) await pause(50)
      }
    },
    close: async () => {
      await stopNginx()
      await services.close()
      await postgres.stop()
      await listening.close()
      program.remove()
      rmSync(folder, { recursive: true })
    },
  }
  await deployment.waitUntilReady()
  return deployment
}

/** Tells whether a process is ready, without nginx. */
export async function isReady(port: string): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined)
  await response?.arrayBuffer()
  return response?.status === 200
}

/** Runs the script of the guide, with the group of this process. */
function createKey(folder: string): void {
  const script = readGuideFile('create-key.sh', {
    '/etc/commerce-admin': folder,
    'chgrp commerce-admin': `chgrp ${process.getgid?.()}`,
  })
  const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`
  execFileSync('sh', ['-c', script], { env: { PATH } })
}

interface SiteAddresses {
  readonly ports: readonly [string, string]
  readonly httpsPort: string
  readonly httpPort: string
  readonly folder: string
}

function readSite(
  site: StartDeploymentOptions['site'],
  { ports, httpsPort, httpPort, folder }: SiteAddresses,
): string {
  return readGuideFile(site, {
    '127.0.0.1:3010': `127.0.0.1:${ports[0]}`,
    '127.0.0.1:3011': `127.0.0.1:${ports[1]}`,
    'listen 443': `listen 127.0.0.1:${httpsPort}`,
    ...(site === 'nginx.conf'
      ? {
          'listen 80': `listen 127.0.0.1:${httpPort}`,
          'https://admin.example.com': `https://localhost:${httpsPort}`,
          'server_name admin.example.com': 'server_name localhost',
        }
      : { 'server_name example.com': 'server_name localhost', '/srv/example': folder }),
  })
}

function allowRedirectUri({ credentials }: Sandbox, redirectUri: string): void {
  const credential = credentials.list().find(({ clientId }) => clientId === 'commerce-admin')
  if (credential?.type !== 'web-app') throw new Error('The sandbox has no commerce-admin.')
  credentials.put({
    ...credential,
    defaultRedirectUri: redirectUri,
    redirectUriPatterns: [redirectUri],
  })
}

/** The sandbox for a browser that goes to the addresses that the app knows. */
function servedAt(sandbox: Sandbox, origins: Sandbox['origins']): Sandbox {
  const answer = sandbox.servedAt(origins)
  const { port } = new URL(origins.ims)
  return {
    ...sandbox,
    origins,
    fetch: (input, init) => answer(new Request(input, init)),
    browserSessions: {
      ...sandbox.browserSessions,
      start: (email) => {
        const session = sandbox.browserSessions.start(email)
        const name = `${session.cookie.name.replace('__Host-', '')}-${port}`
        return { ...session, cookie: { ...session.cookie, name } }
      },
    },
  }
}
