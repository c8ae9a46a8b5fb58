import type { AemConfigurationFiles } from './aem/aem-configuration.ts'
import { createBehaviorTable, resolveBehavior } from './behavior/behavior-table.ts'
import type { Behavior, BehaviorPreset, BehaviorRows } from './behavior/behavior.ts'
import { createSandboxClock, type SandboxClock } from './control/clock.ts'
import { createEvents, type AnnouncingEvents, type SandboxEvents } from './control/events.ts'
import type { ControlKeys } from './control/http/guard.ts'
import { createResources, type SandboxResources } from './control/resources.ts'
import type { SandboxSnapshot } from './control/snapshot-format.ts'
import { createRun, type Serving } from './control/run.ts'
import { createSnapshots } from './control/snapshots.ts'
import { createAemProjects, type AemProjects } from './deploy/aem-project.ts'
import type { AemProjectOptions } from './deploy/project.ts'
import { systemClock, systemRandomness } from './defaults.ts'
import { generateSecret, type Clock } from './effects.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { createMoments } from './flows/moments.ts'
import { createFlows, type Flows } from './flows/sandbox-flows.ts'
import { browserSessionCookie } from './ims/authorization/cookies.ts'
import { imsService } from './ims/ims-service.ts'
import { createJournal, type Journal } from './journal/journal.ts'
import { createMemory } from './memory.ts'
import type { SandboxOrigins } from './origins.ts'
import { createSigningKeys } from './node/rsa-key.ts'
import { createPipeline } from './pipeline.ts'
import { createSeededRandomness } from './randomness.ts'
import { invalidConfiguration, SandboxError } from './sandbox-error.ts'
import { loadSeed } from './seed/load.ts'
import type { SeedAdditions } from './seed/seed.ts'
import type { SigningKeys } from './state/signing-key.ts'
import { jsonAnswer } from './wire/answer.ts'
import { cookieName } from './wire/cookies.ts'

/** A local Adobe. It listens on no port: `listen()` of `@mudbrick/sandbox/node` does that. */
export interface Sandbox extends SandboxResources {
  /** Where the services are reached through `fetch`, in this process. */
  readonly origins: SandboxOrigins
  /** The scheme of the seeded redirect URIs, and of `listen()`. */
  readonly scheme: 'https' | 'http'
  /** By how much the ports of the seeded redirect URIs are moved. */
  readonly portOffset: number
  /**
   * Answers a request to one of `origins`, without any network.
   *
   * @throws {@link SandboxError} `unknown_origin` when the request is for another origin.
   */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>
  /** The same sandbox, reached at other origins. */
  servedAt(origins: SandboxOrigins, serving?: Serving): (request: Request) => Promise<Response>
  /** The time of the sandbox, to be moved. */
  readonly clock: SandboxClock
  /** The texts of AEM's configuration files in force. */
  aemConfiguration(): AemConfigurationFiles
  /**
   * Puts configuration files of AEM in the place of those in force, as a deployment would. When one is wrong,
   * those in force stay.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming file, line and column, or the property.
   */
  configureAem(files: AemConfigurationFiles): void
  /** The AEM project whose configuration is in force, deployed as Cloud Manager would at each save. */
  readonly aemProject: AemProjects
  /** What is to go wrong. */
  readonly faults: Faults
  /** What was sent to IMS, AEM and Commerce and what they answered, secrets as fingerprints. */
  readonly journal: Journal
  /** The exchanges of the journal, put together to sign-ins, renewals, calls and sign-outs, and explained. */
  readonly flows: Flows
  /**
   * Where the sandbox's pages show a flow, by its id or the index of any of its exchanges. Only a browser that reaches
   * the home origin can open it: one that `listen()` serves, or one under test behind `sandboxFixtures`.
   */
  flowUrl(id: string | number): string
  /** What happens in the sandbox, as it happens. */
  readonly events: SandboxEvents
  /** The rows of behavior in force. */
  readonly behavior: Behavior
  /**
   * Puts rows of behavior in the place of those in force; a preset replaces all that are not given.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming the row and what it takes; then nothing changes.
   */
  changeBehavior(rows: BehaviorPreset | BehaviorRows): void
  /**
   * Keeps all that the sandbox remembers: users, organizations, credentials, consents, who is signed in, codes,
   * tokens, AEM's content and configuration. Behavior, clock, faults, journal and signing keys are not in it.
   */
  snapshot(): SandboxSnapshot
  /**
   * Puts back what a snapshot holds; what happened since is forgotten, and of the tokens issued since the newest
   * 1,000 have ended. Behavior, clock, faults and journal stay as they are.
   *
   * @throws {@link SandboxError} `invalid_configuration`, naming the member that is wrong; then nothing changes.
   */
  restore(snapshot: SandboxSnapshot): void
  /**
   * Forgets everything since the start, changed behavior, faults and the journal too; the clock stays where it is.
   */
  reset(): void
  /** What opens the control API at `/control` of the home origin; it is left out of what is printed of a sandbox. */
  readonly controlToken?: string
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
  /** The folder of an AEM project, whose CORS policies and client allow-list AEM takes; each save is a deploy. */
  readonly aemProject?: string | AemProjectOptions
  /** `http` makes every seeded redirect URI on loopback, and every address of `listen()`, plain HTTP. */
  readonly scheme?: 'https' | 'http'
  /** Moves the port of every shipped redirect URI on loopback, and every address of `listen()`; those of `seed` stay. */
  readonly portOffset?: number
  /** `false` leaves the control API out: then a test in another process cannot change the sandbox. */
  readonly control?: boolean
  /**
   * How many exchanges the journal holds; 1,000 by default. All of it takes 64 MB at most: beyond that the oldest lose
   * their bodies first.
   */
  readonly journalLimit?: number
  /** `false` refuses to show the secrets of an exchange; they are shown on request by default. */
  readonly revealSecrets?: boolean
}

const inProcessOrigins: SandboxOrigins = {
  home: 'https://sandbox.test',
  ims: 'https://ims.sandbox.test',
  aem: 'https://aem.sandbox.test',
  commerce: 'https://commerce.sandbox.test',
}

/**
 * Creates a local Adobe: IMS to sign in at, an AEM author and Commerce to call, and users and credentials to do it with.
 *
 * @throws {@link SandboxError} `invalid_configuration` for an option that is unknown, and for a seed or a behavior that is
 *   none.
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
  requireKnownOptions(options)
  const { portOffset = 0, scheme = 'https' } = options
  const events = createEvents({
    now: () => clock.now(),
    subscribeToJournal: (listener) => journal.subscribe(listener),
  })
  const clock = createSandboxClock(options.clock ?? systemClock, (now) =>
    events.tell(() => [{ type: 'clock', now }]),
  )
  const randomness =
    options.ids === undefined ? systemRandomness : createSeededRandomness(options.ids)
  const faults = createFaults({
    randomness,
    clock,
    onChange: (action, { id, match }) => events.tell(() => [{ type: 'fault', action, id, match }]),
  })
  const moments = createMoments(() => ({
    credentials: memory.state.credentials.all(),
    users: memory.state.users.save(),
    organizations: memory.state.organizations.all(),
    aemFiles: memory.aemFiles,
    behavior: { ...behavior.inForce },
  }))
  const announce: AnnouncingEvents['tell'] = (describe) => {
    moments.touch()
    events.tell(describe)
  }
  const behavior = createBehaviorTable(resolveBehavior(options.behavior), (rows) =>
    announce(() => [{ type: 'behavior', rows }]),
  )
  const [seed, signingKeys] = await Promise.all([
    loadSeed(options.seed, { portOffset, scheme }),
    options.signingKeys ?? createSigningKeys(),
  ])
  const fixed = { behavior: behavior.inForce, clock, randomness, signingKeys }
  const memory = createMemory({ ...fixed, seed, changes: { tell: announce } })
  const findUserId = (email: string): string | undefined => memory.state.users.byEmail(email)?.id
  const journal = createJournal({
    clock,
    findUserId,
    moment: moments.current,
    onClear: () => events.tell(() => [{ type: 'journal', action: 'cleared' }]),
    ...(options.journalLimit !== undefined && { capacity: options.journalLimit }),
  })
  const { revealSecrets: canReveal = true } = options
  const flows = createFlows({
    journal,
    moments,
    canReveal,
    findUserId,
    findEmail: (userId) => memory.state.users.byId(userId)?.email,
  })

  const serve = createPipeline({ faults, journal })
  const resourcesAt = ({ ims }: SandboxOrigins): SandboxResources =>
    createResources({
      state: () => memory.state,
      clock,
      randomness,
      sessionCookieName: () => cookieName(browserSessionCookie, ims),
    })
  const snapshot = (): SandboxSnapshot => memory.snapshot()
  const configureAem = (files: AemConfigurationFiles): void => {
    memory.configureAem(files)
    announce(() => [{ type: 'aem-configuration' }])
  }
  const aemProject = createAemProjects({
    now: () => clock.now(),
    configure: configureAem,
    onDeploy: (deploy) => events.tell(() => [{ type: 'deploy', deploy }]),
  })
  const restore = (taken: SandboxSnapshot): void => {
    memory.restore(taken)
    announce(() => [{ type: 'restore' }])
  }
  const reset = (): void => {
    memory.forget()
    aemProject.repeat()
    behavior.reset()
    faults.clear()
    journal.clear()
    announce(() => [{ type: 'reset' }])
  }
  const shared = {
    clock,
    events,
    faults,
    journal,
    flows,
    aemConfiguration: () => memory.aemFiles,
    configureAem,
    aemProject,
    reset,
  }
  const snapshots = createSnapshots({ ...fixed, snapshot, restore })
  const controlled = { ...shared, randomness, behavior, snapshots }
  const controlKeys = options.control === false ? undefined : createControlKeys()

  const run = createRun({ startedAt: systemClock, canReveal, journal })

  // Of the services only IMS is loaded at the start; the others, by the first request to them.
  const serveAt: Sandbox['servedAt'] = (origins, serving) => async (request) => {
    const { origin, pathname } = new URL(request.url)
    // Whether a browser gets here is asked again and again, and belongs to no flow.
    if (pathname === '/origins.json' && Object.values(origins).includes(origin)) {
      return jsonAnswer(origins)
    }
    const services = { ...fixed, state: memory.state }
    if (origin === origins.ims) {
      return serve('ims', request, (oversight) => imsService(request, origins, services, oversight))
    }
    if (origin === origins.aem) {
      const { aemService } = await import('./aem/aem-service.ts')
      const aemServices = { ...services, ...memory.aemConfiguration }
      return serve('aem', request, (oversight) =>
        aemService(request, origins, aemServices, oversight),
      )
    }
    if (origin === origins.commerce) {
      const { commerceService } = await import('./commerce/commerce-service.ts')
      return serve('commerce', request, (oversight) =>
        commerceService(request, origins, services, oversight),
      )
    }
    if (
      origin === origins.home &&
      controlKeys !== undefined &&
      /^\/control(?:\/|$)/.test(pathname)
    ) {
      const { controlService } = await import('./control/http/service.ts')
      return controlService(request, {
        ...controlled,
        ...controlKeys,
        origins,
        resources: resourcesAt(origins),
        run: () => run.describe(origins, serving),
      })
    }
    if (origin === origins.home) {
      const { homeService } = await import('./home/home-service.ts')
      const { createControlCookie } = await import('./control/http/guard.ts')
      const controlCookie =
        controlKeys && ((): string => createControlCookie(origins.home, controlKeys))
      return homeService(request, { randomness, origins, controlCookie })
    }
    throw new SandboxError(
      'unknown_origin',
      `The sandbox has no ${origin}: it serves ${Object.values(origins).join(', ')}.`,
    )
  }

  let home = inProcessOrigins.home
  const sandbox: Sandbox = {
    ...shared,
    ...resourcesAt(inProcessOrigins),
    origins: inProcessOrigins,
    scheme,
    portOffset,
    flowUrl: (id) => `${home}/flows/${encodeURIComponent(id)}`,
    get behavior() {
      return { ...behavior.inForce }
    },
    changeBehavior: (rows) => behavior.change(rows),
    snapshot,
    restore,
    fetch: async (input, init) => serveAt(inProcessOrigins)(new Request(input, init)),
    servedAt: (origins, serving) => {
      if (serving !== undefined) home = origins.home
      return serveAt(origins, serving)
    },
  }
  if (options.aemProject !== undefined) await aemProject.use(options.aemProject)
  if (controlKeys === undefined) return sandbox
  return Object.defineProperty(sandbox, 'controlToken', { value: controlKeys.token })
}

const optionNames: Readonly<Record<keyof SandboxOptions, true>> = {
  clock: true,
  seed: true,
  ids: true,
  signingKeys: true,
  behavior: true,
  aemProject: true,
  scheme: true,
  portOffset: true,
  control: true,
  journalLimit: true,
  revealSecrets: true,
}

/** TypeScript reports these, JavaScript does not. */
function requireKnownOptions(options: SandboxOptions): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name))
  if (unknown === undefined) return
  const known = Object.keys(optionNames).join(', ')
  throw invalidConfiguration(
    `createSandbox() has no option ${JSON.stringify(unknown)}: use ${known}.`,
  )
}

/** Never from the seeded generator: its values can be predicted from the seed. */
function createControlKeys(): ControlKeys {
  return {
    token: generateSecret(systemRandomness),
    sessionSecret: generateSecret(systemRandomness),
  }
}
