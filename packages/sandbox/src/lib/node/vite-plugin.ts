import type { AemProjectOptions } from '../deploy/project.ts'
import type { BehaviorPreset, BehaviorRows } from '../behavior/behavior.ts'
import { askForOrigins } from '../intercept/running-sandbox.ts'
import type { SandboxOrigins } from '../origins.ts'
import { SandboxError } from '../sandbox-error.ts'
import { createSandbox } from '../sandbox.ts'
import type { SeedAdditions } from '../seed/seed.ts'
import { ensureCertificate, type Certificate } from './certificate.ts'
import { listen } from './listener.ts'
import { readSeedFile } from './seed-file.ts'
import { readSigningKeys } from './signing-keys.ts'

/** What the sandbox beside a dev server is to have. */
export interface SandboxPluginOptions {
  /** Users, organizations and credentials beside the shipped ones, or the path of a file with them. */
  readonly seed?: SeedAdditions | string
  /** The folder of an AEM project, whose CORS policies and client allow-list AEM takes. */
  readonly aemProject?: string | AemProjectOptions
  /** How the sandbox acts where Adobe is silent; `tutorial` by default. */
  readonly behavior?: BehaviorPreset | BehaviorRows
  /** Moves every port; the number in `MUDBRICK_PORT_OFFSET` by default, else 0. */
  readonly portOffset?: number
  /** Whether the dev server has the sandbox's certificate, so that its pages are `https`; true by default. */
  readonly https?: boolean
}

/** A plugin of Vite, as far as this one uses it. */
export interface SandboxPlugin {
  readonly name: string
  readonly apply: 'serve'
  config(): Promise<object>
  configureServer(server: SandboxPluginServer): void
}

/** Vite's dev server, as far as the plugin uses it. */
export interface SandboxPluginServer {
  readonly config: { readonly logger: { info(message: string): void } }
  readonly httpServer: { once(event: 'close', listener: () => void): unknown } | null
}

/**
 * Brings up the sandbox with Vite's dev server: IMS, AEM and Commerce, a certificate for the page, and the addresses
 * as `import.meta.env.VITE_IMS_ORIGIN`, `VITE_AEM_ORIGIN` and `VITE_COMMERCE_ORIGIN`. A build has none of it, so that
 * the three are undefined there. A sandbox that runs at these ports already is used as it is.
 *
 * @throws {@link SandboxError} When Vite starts: `invalid_configuration` for a seed or project that is wrong,
 *   `port_taken` where another program has a port.
 * @example
 * ```ts
 * import { sandbox } from '@mudbrick/sandbox/vite'
 * import { defineConfig } from 'vite'
 *
 * export default defineConfig({ plugins: [sandbox({ seed: 'seed.yaml' })] })
 * ```
 */
export function sandbox(options: SandboxPluginOptions = {}): SandboxPlugin {
  let used: UsedSandbox | undefined
  return {
    name: 'mudbrick-sandbox',
    apply: 'serve',
    config: async () => {
      const certificate = await ensureCertificate()
      used = await useSandbox(options, certificate)
      const { ims, aem, commerce } = used.origins
      return {
        define: {
          'import.meta.env.VITE_IMS_ORIGIN': JSON.stringify(ims),
          'import.meta.env.VITE_AEM_ORIGIN': JSON.stringify(aem),
          'import.meta.env.VITE_COMMERCE_ORIGIN': JSON.stringify(commerce),
        },
        ...(options.https !== false && {
          server: { https: { cert: certificate.certificate, key: certificate.key } },
        }),
      }
    },
    configureServer: ({ config, httpServer }) => {
      if (used === undefined) return
      const { origins, isOurs } = used
      const { home, ims, aem, commerce } = origins
      config.logger.info(
        `\n  Sandbox${isOurs ? '' : ', which runs already'}: home ${home}, IMS ${ims}, AEM ${aem}, Commerce ${commerce}\n`,
      )
      const inUse = used
      httpServer?.once('close', () => void inUse.release())
    },
  }
}

interface UsedSandbox {
  readonly origins: SandboxOrigins
  /** Whether this process runs it. */
  readonly isOurs: boolean
  release(): Promise<void>
}

/** The sandboxes of this process, by home port: Vite starts anew before it ends the server that was. */
const running = new Map<
  number,
  { users: number; origins: SandboxOrigins; close(): Promise<void> }
>()

async function useSandbox(
  options: SandboxPluginOptions,
  certificate: Certificate,
): Promise<UsedSandbox> {
  const portOffset = options.portOffset ?? Number(process.env['MUDBRICK_PORT_OFFSET'] ?? 0)
  const homePort = 8440 + portOffset
  const known = running.get(homePort) ?? (await start(options, certificate, portOffset))
  if (known === undefined) {
    const origins = await askForOrigins(`https://localhost:${homePort}`)
    return { origins, isOurs: false, release: async () => {} }
  }
  running.set(homePort, known)
  known.users += 1
  return {
    origins: known.origins,
    isOurs: true,
    release: async () => {
      known.users -= 1
      if (known.users > 0) return
      running.delete(homePort)
      await known.close()
    },
  }
}

/** Nothing where a sandbox has these ports already. */
async function start(
  { seed, aemProject, behavior }: SandboxPluginOptions,
  certificate: Certificate,
  portOffset: number,
): Promise<{ users: number; origins: SandboxOrigins; close(): Promise<void> } | undefined> {
  const { signingKeys } = await readSigningKeys()
  const created = await createSandbox({
    portOffset,
    signingKeys,
    ...(seed !== undefined && { seed: typeof seed === 'string' ? await readSeedFile(seed) : seed }),
    ...(aemProject !== undefined && { aemProject }),
    ...(behavior !== undefined && { behavior }),
  })
  try {
    const { origins, close } = await listen(created, {
      certificate,
      portAdvice: 'give portOffset to the plugin, or set MUDBRICK_PORT_OFFSET',
    })
    const end = (): Promise<void> => {
      created.aemProject.leave()
      return close()
    }
    return { users: 0, origins, close: end }
  } catch (error) {
    created.aemProject.leave()
    const isTaken = error instanceof SandboxError && error.code === 'port_taken'
    const home = `https://localhost:${8440 + portOffset}`
    const isSandbox = await askForOrigins(home).then(
      () => true,
      () => false,
    )
    if (isTaken && isSandbox) return undefined
    throw error
  }
}
