import { aemService } from './aem/aem-service.ts'
import { parseClientAllowList } from './aem/client-allow-list.ts'
import { parseCorsPolicy } from './aem/cors-policy.ts'
import { tutorialBehavior, type Behavior } from './behavior.ts'
import { systemClock, systemRandomness } from './defaults.ts'
import type { Clock } from './effects.ts'
import { homeService } from './home/home-service.ts'
import { imsService } from './ims/ims-service.ts'
import type { SandboxOrigins } from './origins.ts'
import { SandboxError } from './sandbox-error.ts'
import { moveRedirectUriPorts, type Seed } from './seed.ts'
import { createSigningKeys } from './state/signing-key.ts'
import { createState } from './state/state.ts'

/** A local Adobe. It listens on no port by itself: `listen()` of `@mudbrick/sandbox/node` does that. */
export interface Sandbox {
  /** Where the services are reached through `fetch`, in this process. */
  readonly origins: SandboxOrigins
  /** By how much the ports of the seeded redirect URIs are moved. */
  readonly portOffset: number
  /**
   * Answers a request to one of `origins`, without any network.
   *
   * @throws {@link SandboxError} `unknown_origin` when the request is for anybody else.
   */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>
  /** The same sandbox, reached at other origins. */
  servedAt(origins: SandboxOrigins): (request: Request) => Promise<Response>
  /** Forgets everything since the start: sessions, consents, codes, revocations. */
  reset(): void
}

/** What may be chosen when a sandbox is created. */
export interface SandboxOptions {
  /** The time by which everything expires; the machine's own by default. */
  readonly clock?: Clock
  /** How the sandbox acts where Adobe's sources disagree or are silent: `tutorial` makes every listing of Adobe's tutorials work as printed. */
  readonly behavior?: 'tutorial'
  /** Moves the port of every seeded redirect URI on loopback, and every address of `listen()`. */
  readonly portOffset?: number
}

const inProcessOrigins: SandboxOrigins = {
  home: 'https://sandbox.test',
  ims: 'https://ims.sandbox.test',
  aem: 'https://aem.sandbox.test',
}

/**
 * Creates a local Adobe: IMS to sign in at, an AEM author to call, and users and credentials to do it with.
 *
 * @example
 * ```ts
 * import { createSandbox } from '@mudbrick/sandbox'
 *
 * const sandbox = await createSandbox()
 * const response = await sandbox.fetch(`${sandbox.origins.ims}/ims/keys`)
 * ```
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = systemClock, portOffset = 0 } = options
  const [seed, signingKeys] = await Promise.all([loadSeed(), createSigningKeys()])
  const stateOptions = {
    seed: moveRedirectUriPorts(seed, portOffset),
    behavior: behaviors[options.behavior ?? 'tutorial'],
    clock,
    randomness: systemRandomness,
    signingKeys,
  }
  const corsPolicies = Object.entries(seed.corsPolicies).map(([file, text]) =>
    parseCorsPolicy(file, text),
  )
  const clientAllowList = parseClientAllowList(seed.clientAllowList)
  let state = createState(stateOptions)

  const servedAt: Sandbox['servedAt'] = (origins) => async (request) => {
    const services = { ...stateOptions, state, corsPolicies, clientAllowList }
    const { origin } = new URL(request.url)
    if (origin === origins.ims) return imsService(request, origins, services)
    if (origin === origins.aem) return aemService(request, services)
    if (origin === origins.home) return homeService(request, { ...services, origins })
    throw new SandboxError(
      'unknown_origin',
      `The sandbox has no ${origin}: it serves ${Object.values(origins).join(', ')}.`,
    )
  }

  return {
    origins: inProcessOrigins,
    portOffset,
    fetch: async (input, init) => servedAt(inProcessOrigins)(new Request(input, init)),
    servedAt,
    reset: () => {
      state = createState(stateOptions)
    },
  }
}

const behaviors: Readonly<Record<NonNullable<SandboxOptions['behavior']>, Behavior>> = {
  tutorial: tutorialBehavior,
}

/** The files are read by Node; loading that room only here keeps the rest free of it. */
async function loadSeed(): Promise<Seed> {
  const { readSeedFiles } = await import('./node/seed-files.ts')
  return readSeedFiles()
}
