import type { AemServices } from './aem/aem-context.ts'
import { aemService } from './aem/aem-service.ts'
import { parseClientAllowList } from './aem/client-allow-list.ts'
import { parseCorsPolicy } from './aem/cors-policy.ts'
import type { ControlKeys } from './control/control-guard.ts'
import { controlService, isControlPath } from './control/control-service.ts'
import { createFacades, type Facades } from './control/facades.ts'
import { createFaults, type Fault, type Faults } from './control/faults.ts'
import { createJournal, type Journal, type JournalService } from './control/journal.ts'
import { DroppedConnectionError, spoilAnswer } from './control/meet-fault.ts'
import { createSandboxClock, type SandboxClock } from './control/sandbox-clock.ts'
import { behaviorPresets, type Behavior, type BehaviorPreset } from './behavior.ts'
import { readMonotonicMs, systemClock, systemRandomness } from './defaults.ts'
import { generateSecret, type Clock } from './effects.ts'
import { homeService } from './home/home-service.ts'
import { imsService } from './ims/ims-service.ts'
import type { SandboxOrigins } from './origins.ts'
import { SandboxError } from './sandbox-error.ts'
import { browserSessionCookie } from './ims/authorization/browser-session-cookie.ts'
import { createSeededRandomness } from './randomness.ts'
import { moveRedirectUris, type Seed } from './seed.ts'
import { createSigningKeys, type SigningKeys } from './state/signing-key.ts'
import { createState } from './state/state.ts'
import { textOf } from './wire/answer.ts'
import { keptBody } from './wire/bounded-body.ts'
import { cookieName } from './wire/cookies.ts'

/** A local Adobe. It listens on no port by itself: `listen()` of `@mudbrick/sandbox/node` does that. */
export interface Sandbox extends Facades {
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
  /** What was sent to IMS and AEM and what they answered, secrets as fingerprints. */
  readonly journal: Journal
  /** Forgets everything since the start, faults and the journal too; the clock stays where it is. */
  reset(): void
  /** What opens the control API at `/control` of the home origin; it is left out of what is printed of a sandbox. */
  readonly controlToken?: string
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
   * What is to be there beside the shipped users, organizations and credentials, or in the place of those with the
   * same e-mail address, id or client id.
   */
  readonly seed?: SeedAdditions
  /**
   * Makes ids, codes and secrets repeatable: the same text, clock and requests give the same values. For tests
   * only: such values can be foretold.
   */
  readonly ids?: string
  /** The keys that IMS signs with; those of this process by default. */
  readonly signingKeys?: SigningKeys
  /**
   * How the sandbox acts where Adobe's sources disagree or are silent: `tutorial`, which makes every listing of
   * Adobe's tutorials work as printed; `strict`, which refuses what is weak; or rows that are to differ from a preset.
   */
  readonly behavior?: BehaviorPreset | BehaviorRows
  /** `http` makes every seeded redirect URI on loopback, and every address of `listen()`, plain HTTP. */
  readonly scheme?: 'https' | 'http'
  /** Moves the port of every seeded redirect URI on loopback, and every address of `listen()`. */
  readonly portOffset?: number
  /** `false` leaves the control API out: then a test in another process cannot change the sandbox. */
  readonly control?: boolean
}

/** What a seed adds to the shipped one. */
export type SeedAdditions = Partial<Pick<Seed, 'users' | 'organizations' | 'credentials'>>

/** Rows of the table of behavior; the others are those of the preset, which is `tutorial` unless named. */
export interface BehaviorRows extends Partial<Behavior> {
  readonly preset?: BehaviorPreset
}

const inProcessOrigins: SandboxOrigins = {
  home: 'https://sandbox.test',
  ims: 'https://ims.sandbox.test',
  aem: 'https://aem.sandbox.test',
}

/**
 * Creates a local Adobe: IMS to sign in at, an AEM author to call, and users and credentials to do it with.
 *
 * @throws {@link SandboxError} `invalid_configuration` for a seed or a behavior that is none.
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
  const randomness =
    options.ids === undefined ? systemRandomness : createSeededRandomness(options.ids)
  const faults = createFaults(randomness)
  const [seed, signingKeys] = await Promise.all([
    loadSeed(options.seed),
    options.signingKeys ?? createSigningKeys(),
  ])
  const stateOptions = {
    seed: moveRedirectUris(seed, { portOffset, scheme }),
    behavior: resolveBehavior(options.behavior),
    clock,
    randomness,
    signingKeys,
  }
  let aemConfiguration = parseAemConfiguration(seed)
  let state = createState(stateOptions)

  const journal = createJournal({
    clock,
    findUserId: (email) => state.users.byEmail(email)?.id,
  })

  /** Journal, then faults, then the service. */
  const serve = async (
    service: JournalService,
    request: Request,
    respond: (fault: Fault | undefined) => Promise<Response>,
  ): Promise<Response> => {
    const startedAt = readMonotonicMs()
    const fault = await faults.take(request)
    const record = (response?: Response): void =>
      journal.record({
        service,
        request,
        requestBody: keptBody(request),
        response,
        responseText: response && textOf(response),
        durationMs: readMonotonicMs() - startedAt,
        hints: [],
        fault: fault?.id,
      })
    try {
      const response = await spoilAnswer(fault, await respond(fault))
      record(response)
      return response
    } catch (error) {
      if (error instanceof DroppedConnectionError) record()
      throw error
    }
  }

  const facadesAt = ({ ims }: SandboxOrigins): Facades =>
    createFacades({
      state: () => state,
      randomness,
      sessionCookieName: () => cookieName(browserSessionCookie, ims),
    })
  const reset = (): void => {
    state = createState(stateOptions)
    faults.clear()
    journal.clear()
  }
  const controlKeys = options.control === false ? undefined : createControlKeys()

  const servedAt: Sandbox['servedAt'] = (origins) => async (request) => {
    const services = { ...stateOptions, ...aemConfiguration, state }
    const { origin, pathname } = new URL(request.url)
    if (origin === origins.ims) {
      return serve('ims', request, (fault) => imsService(request, origins, services, fault))
    }
    if (origin === origins.aem) {
      return serve('aem', request, (fault) => aemService(request, services, fault))
    }
    if (origin === origins.home && controlKeys !== undefined && isControlPath(pathname)) {
      const facades = facadesAt(origins)
      const parts = { origins, facades, journal, faults, reset }
      return controlService(request, { ...stateOptions, ...controlKeys, ...parts })
    }
    if (origin === origins.home) return homeService(request, { ...services, origins })
    throw new SandboxError(
      'unknown_origin',
      `The sandbox has no ${origin}: it serves ${Object.values(origins).join(', ')}.`,
    )
  }

  const sandbox: Sandbox = {
    origins: inProcessOrigins,
    scheme,
    portOffset,
    clock,
    faults,
    journal,
    ...facadesAt(inProcessOrigins),
    configureAem: (files) => {
      aemConfiguration = { ...aemConfiguration, ...parseAemConfiguration(files) }
    },
    fetch: async (input, init) => servedAt(inProcessOrigins)(new Request(input, init)),
    servedAt,
    reset,
  }
  if (controlKeys === undefined) return sandbox
  return Object.defineProperty(sandbox, 'controlToken', { value: controlKeys.token })
}

/** Never from the seeded generator: whoever knows its text could foretell them. */
function createControlKeys(): ControlKeys {
  return {
    token: generateSecret(systemRandomness),
    sessionSecret: generateSecret(systemRandomness),
  }
}

/** @throws {@link SandboxError} `invalid_configuration` for a preset or a row that there is not. */
function resolveBehavior(behavior: SandboxOptions['behavior'] = 'tutorial'): Behavior {
  const { preset = 'tutorial', ...rows } =
    typeof behavior === 'string' ? { preset: behavior } : behavior
  requireKnown('preset', preset, Object.keys(behaviorPresets))
  for (const row of Object.keys(rows)) {
    requireKnown('row', row, Object.keys(behaviorPresets.tutorial))
  }
  return { ...behaviorPresets[preset], ...rows }
}

function requireKnown(what: 'preset' | 'row', name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  throw new SandboxError(
    'invalid_configuration',
    `The sandbox's behavior has no ${what} ${JSON.stringify(name)}: there are ${known.join(', ')}.`,
  )
}

/** The files are read by Node; loading that room only here keeps the rest free of it. */
async function loadSeed(additions: SeedAdditions | undefined): Promise<Seed> {
  const { readSeedFiles } = await import('./node/seed-files.ts')
  const seed = await readSeedFiles()
  if (additions === undefined) return seed
  // Only a seed of somebody else's needs a schema, and the library behind it takes time to load.
  const { parseSeedAdditions } = await import('./seed-schema.ts')
  const { users = [], organizations = [], credentials = [] } = parseSeedAdditions(additions, 'seed')
  return {
    ...seed,
    users: mergeBy(({ email }) => email, seed.users, users),
    organizations: mergeBy(({ id }) => id, seed.organizations, organizations),
    credentials: mergeBy(({ clientId }) => clientId, seed.credentials, credentials),
  }
}

function mergeBy<Item>(
  nameOf: (item: Item) => string,
  shipped: readonly Item[],
  additions: readonly Item[],
): readonly Item[] {
  return [...new Map([...shipped, ...additions].map((item) => [nameOf(item), item])).values()]
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
