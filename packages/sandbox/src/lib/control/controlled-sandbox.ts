import type { AemConfigurationFiles } from '../aem/aem-configuration.ts'
import type { BehaviorTable } from '../behavior/behavior-table.ts'
import { behaviorSwitches, type BehaviorPreset, type BehaviorRows } from '../behavior/behavior.ts'
import type { AemProjects } from '../deploy/aem-project.ts'
import type { AemProject } from '../deploy/project.ts'
import type { Fault } from '../faults/fault.ts'
import type { Faults } from '../faults/faults.ts'
import type { Flows } from '../flows/sandbox-flows.ts'
import type { ExchangeFilter, Journal, WaitForOptions } from '../journal/journal.ts'
import { invalidConfiguration } from '../sandbox-error.ts'
import type { ProjectChange } from '../projects/project-requests.ts'
import type { SeedCredential, SeedOrganization, SeedUser } from '../seed/seed.ts'
import type { SandboxClock, Span } from './clock.ts'
import type { SandboxResources } from './resources.ts'
import type { RunDescription } from './run.ts'
import { lastInstant } from './schemas.ts'
import type { SnapshotsControl } from './snapshots.ts'

/** What of a sandbox may be controlled. */
export interface ControlledParts {
  readonly resources: SandboxResources
  readonly clock: SandboxClock
  readonly faults: Faults
  readonly behavior: BehaviorTable
  readonly snapshots: SnapshotsControl
  readonly journal: Journal
  readonly flows: Flows
  readonly run: () => RunDescription
  readonly aemConfiguration: () => AemConfigurationFiles
  readonly configureAem: (files: AemConfigurationFiles) => void
  readonly aemProject: AemProjects
  readonly reset: () => void
}

/** A sandbox as the control API calls it: each operation by its name, with the object that was sent. */
export function controlSandbox(parts: ControlledParts): object {
  const { clock, faults, behavior, journal, aemProject, resources } = parts
  const { users, organizations, credentials, projects, browserSessions, tokens } = resources
  const time = (): object => ({ now: clock.now(), iso: new Date(clock.now()).toISOString() })
  return {
    ...parts,
    ...resources,
    users: {
      ...users,
      // Nothing when it would give it another name, as below.
      change: ({ id, body }: Change<Partial<SeedUser>>) => {
        const { email } = users.get(id)
        if (body.email !== undefined && body.email !== email) return undefined
        return users.put({ ...body, email })
      },
    },
    organizations: {
      ...organizations,
      change: ({ id, body }: Change<SeedOrganization>) =>
        body.id === id ? organizations.put(body) : undefined,
    },
    credentials: {
      ...credentials,
      change: ({ id, body }: Change<SeedCredential>) =>
        body.clientId === id ? credentials.put(body) : undefined,
    },
    projects: {
      ...projects,
      change: ({ id, body }: Change<Omit<ProjectChange, 'id'>>) => projects.put({ ...body, id }),
    },
    browserSessions: {
      ...browserSessions,
      start: ({ user }: { readonly user: string }) => browserSessions.start(user),
    },
    tokens: {
      ...tokens,
      revoke: (sent: { readonly accessToken: string }) => tokens.revoke(sent.accessToken),
    },
    clock: {
      now: time,
      set: ({ now }: { readonly now: number }) => {
        clock.set(now)
        return time()
      },
      advance: (span: Span) => {
        requireEndsInTime(clock.now(), span)
        clock.advance(span)
        return time()
      },
    },
    faults: {
      ...faults,
      add: (fault: Fault) => ({ ...fault, id: faults.add(fault).id, met: 0 }),
    },
    behavior: () => behavior.inForce,
    behaviorSwitches: () => {
      const values: ReadonlyMap<string, unknown> = new Map(Object.entries(behavior.inForce))
      const entries = Object.entries(behaviorSwitches)
      return Object.fromEntries(
        entries.map(([name, row]) => [name, { ...row, value: values.get(name) }]),
      )
    },
    changeBehavior: (rows: BehaviorPreset | BehaviorRows) => {
      behavior.change(rows)
      return behavior.inForce
    },
    journal: {
      exchanges: (filter: ExchangeFilter) => ({
        exchanges: journal.exchanges(filter),
        dropped: journal.dropped,
      }),
      waitFor: (
        { timeoutMs = 5000, ...filter }: ExchangeFilter & WaitForOptions,
        { signal }: WaitForOptions,
      ) => journal.waitFor(filter, { timeoutMs, ...(signal && { signal }) }),
      clear: () => journal.clear(),
    },
    aemProject: {
      ...aemProject,
      current: () => named(aemProject.current()),
      deploy: async () => named(await aemProject.deploy()),
    },
  }
}

function named(project: AemProject | undefined): { readonly project?: AemProject } {
  return project === undefined ? {} : { project }
}

interface Change<Item> {
  readonly id: string
  readonly body: Item
}

function requireEndsInTime(now: number, { hours = 0, minutes = 0, seconds = 0 }: Span): void {
  if (now + ((hours * 60 + minutes) * 60 + seconds) * 1000 <= lastInstant) return
  throw invalidConfiguration('The span leads beyond the year 9999: give a shorter one.')
}
