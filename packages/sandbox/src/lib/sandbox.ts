import type { AemServices } from './aem/aem-context.ts'
import { aemService } from './aem/aem-service.ts'
import { parseClientAllowList } from './aem/client-allow-list.ts'
import { parseCorsPolicy } from './aem/cors-policy.ts'
import { createFaults, type Faults } from './control/faults.ts'
import { createSandboxClock, type SandboxClock } from './control/sandbox-clock.ts'
import { tutorialBehavior, type Behavior } from './behavior.ts'
import { systemClock, systemRandomness } from './defaults.ts'
import type { Clock } from './effects.ts'
import { homeService } from './home/home-service.ts'
import { imsService } from './ims/ims-service.ts'
import type { SandboxOrigins } from './origins.ts'
import { SandboxError } from './sandbox-error.ts'
import { moveRedirectUris, type Seed } from './seed.ts'
import { createSigningKeys } from './state/signing-key.ts'
import { createState } from './state/state.ts'

/** A local Adobe. It listens on no port by itself: `listen()` of `@mudbrick/sandbox/node` does that. */
export interface Sandbox {
  /** Where the services are reached through `fetch`, in this process. */
  readonly origins: SandboxOrigins
  /** The scheme of the seeded redirect URIs, and of `listen()`. */
  readonly scheme: 'https' | 'http'
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
  /** The time of the sandbox, to be moved. */
  readonly clock: SandboxClock
  /**
   * Puts configuration files of AEM in the place of those in force, as a deployment would. When one is wrong,
   * those in force stay.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming file, line and column, or the property.
   */
  configureAem(files: AemConfigurationFiles): void
  /** What is to go wrong. */
  readonly faults: Faults
  /** Forgets everything since the start, faults too; the clock stays where it is. */
  reset(): void
}

/** Texts of configuration files of AEM. */
export interface AemConfigurationFiles {
  /** `CORSPolicyImpl` files, by file name, in the order in which AEM is to ask them. */
  readonly corsPolicies?: Readonly<Record<string, string>>
  /** The `api.yaml` with the client allow-list. */
  readonly clientAllowList?: string
}

/** What may be chosen when a sandbox is created. */
export interface SandboxOptions {
  /** The time by which everything expires; the machine's own by default. */
  readonly clock?: Clock
  /**
   * How the sandbox acts where Adobe's sources disagree or are silent: `tutorial`, which makes every listing of
   * Adobe's tutorials work as printed, or rows that are to differ from it.
   */
  readonly behavior?: 'tutorial' | Partial<Behavior>
  /** `http` makes every seeded redirect URI on loopback, and every address of `listen()`, plain HTTP. */
  readonly scheme?: 'https' | 'http'
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
  const { portOffset = 0, scheme = 'https' } = options
  const clock = createSandboxClock(options.clock ?? systemClock)
  const faults = createFaults()
  const [seed, signingKeys] = await Promise.all([loadSeed(), createSigningKeys()])
  const stateOptions = {
    seed: moveRedirectUris(seed, { portOffset, scheme }),
    behavior: resolveBehavior(options.behavior),
    clock,
    randomness: systemRandomness,
    signingKeys,
  }
  let aemConfiguration = parseAemConfiguration(seed)
  let state = createState(stateOptions)

  const servedAt: Sandbox['servedAt'] = (origins) => async (request) => {
    const services = { ...stateOptions, ...aemConfiguration, state }
    const { origin } = new URL(request.url)
    if (origin === origins.ims) return imsService(request, origins, services, faults.take(request))
    if (origin === origins.aem) return aemService(request, services, faults.take(request))
    if (origin === origins.home) return homeService(request, { ...services, origins })
    throw new SandboxError(
      'unknown_origin',
      `The sandbox has no ${origin}: it serves ${Object.values(origins).join(', ')}.`,
    )
  }

  return {
    origins: inProcessOrigins,
    scheme,
    portOffset,
    clock,
    faults,
    configureAem: (files) => {
      aemConfiguration = { ...aemConfiguration, ...parseAemConfiguration(files) }
    },
    fetch: async (input, init) => servedAt(inProcessOrigins)(new Request(input, init)),
    servedAt,
    reset: () => {
      state = createState(stateOptions)
      faults.clear()
    },
  }
}

function resolveBehavior(behavior: SandboxOptions['behavior'] = 'tutorial'): Behavior {
  return behavior === 'tutorial' ? tutorialBehavior : { ...tutorialBehavior, ...behavior }
}

/** The files are read by Node; loading that room only here keeps the rest free of it. */
async function loadSeed(): Promise<Seed> {
  const { readSeedFiles } = await import('./node/seed-files.ts')
  return readSeedFiles()
}

function parseAemConfiguration(files: {
  readonly corsPolicies: Readonly<Record<string, string>>
  readonly clientAllowList: string
}): AemConfiguration
function parseAemConfiguration(files: AemConfigurationFiles): Partial<AemConfiguration>
function parseAemConfiguration({
  corsPolicies,
  clientAllowList,
}: AemConfigurationFiles): Partial<AemConfiguration> {
  return {
    ...(corsPolicies && {
      corsPolicies: Object.entries(corsPolicies).map(([file, text]) => parseCorsPolicy(file, text)),
    }),
    ...(clientAllowList !== undefined && {
      clientAllowList: parseClientAllowList(clientAllowList),
    }),
  }
}

type AemConfiguration = Pick<AemServices, 'corsPolicies' | 'clientAllowList'>
