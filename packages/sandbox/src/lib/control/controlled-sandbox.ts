import type { AemConfigurationFiles } from '../aem/aem-configuration.ts'
import type { BehaviorTable } from '../behavior/behavior-table.ts'
import {
  behaviorSwitches,
  type Behavior,
  type BehaviorPreset,
  type BehaviorRows,
  type BehaviorSwitch,
} from '../behavior/behavior.ts'
import type { AemProjects } from '../deploy/aem-project.ts'
import type { AemProject, AemProjectOptions } from '../deploy/project.ts'
import type { Fault, ListedFault } from '../faults/fault.ts'
import type { Faults } from '../faults/faults.ts'
import type { Flows } from '../flows/sandbox-flows.ts'
import type { Exchange } from '../journal/exchange.ts'
import type { ExchangeFilter, Journal, WaitForOptions } from '../journal/journal.ts'
import { SandboxError } from '../sandbox-error.ts'
import type { ProjectChange } from '../projects/project-requests.ts'
import type { Project } from '../state/project.ts'
import type { SeedCredential, SeedOrganization, SeedUser } from '../seed/seed.ts'
import type { SandboxClock, Span } from './clock.ts'
import type { SandboxResources } from './resources.ts'
import type { RunDescription } from './run.ts'
import { lastInstant } from './schemas.ts'
import type { SnapshotsControl } from './snapshots.ts'

/** A sandbox as the control API calls it: each operation by its name, with the object that was sent. */
export interface ControlledSandbox {
  readonly users: SandboxResources['users'] & Changing<SeedUser, Partial<SeedUser>>
  readonly organizations: SandboxResources['organizations'] &
    Changing<SeedOrganization, SeedOrganization>
  readonly credentials: SandboxResources['credentials'] & Changing<SeedCredential, SeedCredential>
  readonly projects: SandboxResources['projects'] & Changing<Project, Omit<ProjectChange, 'id'>>
  readonly consents: SandboxResources['consents']
  readonly browserSessions: Pick<SandboxResources['browserSessions'], 'list' | 'end'> & {
    start(sent: { readonly user: string }): unknown
  }
  readonly tokens: Pick<SandboxResources['tokens'], 'list' | 'end' | 'issue'> & {
    revoke(sent: { readonly accessToken: string }): Promise<boolean>
  }
  readonly clock: {
    now(): ShownTime
    set(sent: { readonly now: number }): ShownTime
    advance(span: Span): ShownTime
  }
  readonly faults: Pick<Faults, 'list' | 'remove' | 'clear'> & { add(fault: Fault): ListedFault }
  behavior(): Behavior
  behaviorSwitches(): Readonly<Record<string, BehaviorSwitch & { readonly value: unknown }>>
  changeBehavior(rows: BehaviorPreset | BehaviorRows): Behavior
  readonly snapshots: SnapshotsControl
  readonly journal: {
    exchanges(filter: ExchangeFilter): object
    waitFor(filter: ExchangeFilter & WaitForOptions, options: WaitForOptions): Promise<Exchange>
    clear(): void
  }
  readonly flows: Pick<Flows, 'list' | 'get' | 'explain' | 'reveal'>
  run(): RunDescription
  configureAem(files: AemConfigurationFiles): void
  readonly aemProject: {
    current(): { readonly project?: AemProject }
    use(project: AemProjectOptions): Promise<AemProject>
    deploy(): Promise<{ readonly project?: AemProject }>
    leave(): void
  }
  reset(): void
}

interface Changing<Item, Change> {
  /** Nothing when it would give it another name. */
  change(change: { readonly id: string; readonly body: Change }): Item | undefined
}

interface ShownTime {
  readonly now: number
  readonly iso: string
}

/** What of a sandbox may be controlled. */
export interface ControlledParts {
  readonly resources: SandboxResources
  readonly clock: SandboxClock
  readonly faults: Faults
  readonly behavior: BehaviorTable
  readonly snapshots: SnapshotsControl
  readonly journal: Journal
  readonly flows: Flows
  readonly describeRun: () => RunDescription
  readonly configureAem: (files: AemConfigurationFiles) => void
  readonly aemProject: AemProjects
  readonly reset: () => void
}

export function controlSandbox(parts: ControlledParts): ControlledSandbox {
  const { clock, faults, behavior, snapshots, journal, configureAem, aemProject, reset } = parts
  const { flows, describeRun: run } = parts
  const { users, organizations, credentials, projects, consents, browserSessions, tokens } =
    parts.resources
  const time = (): ShownTime => ({ now: clock.now(), iso: new Date(clock.now()).toISOString() })
  return {
    users: {
      ...users,
      change: ({ id, body }) => {
        const { email } = users.get(id)
        if (body.email !== undefined && body.email !== email) return undefined
        return users.put({ ...body, email })
      },
    },
    organizations: {
      ...organizations,
      change: ({ id, body }) => (body.id === id ? organizations.put(body) : undefined),
    },
    credentials: {
      ...credentials,
      change: ({ id, body }) => (body.clientId === id ? credentials.put(body) : undefined),
    },
    projects: { ...projects, change: ({ id, body }) => projects.put({ ...body, id }) },
    consents,
    browserSessions: { ...browserSessions, start: ({ user }) => browserSessions.start(user) },
    tokens: { ...tokens, revoke: ({ accessToken }) => tokens.revoke(accessToken) },
    clock: {
      now: time,
      set: ({ now }) => {
        clock.set(now)
        return time()
      },
      advance: (span) => {
        requireEndsInTime(clock.now(), span)
        clock.advance(span)
        return time()
      },
    },
    faults: {
      ...faults,
      add: (fault) => ({ ...fault, id: faults.add(fault).id, met: 0 }),
    },
    behavior: () => behavior.inForce,
    behaviorSwitches: () => {
      const values: ReadonlyMap<string, unknown> = new Map(Object.entries(behavior.inForce))
      const entries = Object.entries(behaviorSwitches)
      return Object.fromEntries(
        entries.map(([name, row]) => [name, { ...row, value: values.get(name) }]),
      )
    },
    changeBehavior: (rows) => {
      behavior.change(rows)
      return behavior.inForce
    },
    snapshots,
    journal: {
      exchanges: (filter) => ({ exchanges: journal.exchanges(filter), dropped: journal.dropped }),
      waitFor: ({ timeoutMs = 5000, ...filter }, { signal }) =>
        journal.waitFor(filter, { timeoutMs, ...(signal && { signal }) }),
      clear: () => journal.clear(),
    },
    flows,
    run,
    configureAem,
    aemProject: {
      current: () => named(aemProject.current()),
      use: (project) => aemProject.use(project),
      deploy: async () => named(await aemProject.deploy()),
      leave: () => aemProject.leave(),
    },
    reset,
  }
}

function named(project: AemProject | undefined): { readonly project?: AemProject } {
  return project === undefined ? {} : { project }
}

function requireEndsInTime(now: number, { hours = 0, minutes = 0, seconds = 0 }: Span): void {
  if (now + ((hours * 60 + minutes) * 60 + seconds) * 1000 <= lastInstant) return
  throw new SandboxError(
    'invalid_configuration',
    'The span leads beyond the year 9999: give a shorter one.',
  )
}
