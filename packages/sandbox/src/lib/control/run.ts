import { systemRandomness } from '../defaults.ts'
import { generateId, type Clock } from '../effects.ts'
import type { RecordingJournal } from '../journal/journal.ts'
import type { TrustCommand, TrustCommands } from '../node/trust-commands.ts'
import type { SandboxOrigins } from '../origins.ts'

/** How a sandbox is served, for the pages that tell of it. */
export interface Serving {
  /** How browsers and programs come to trust the certificate; nothing over plain HTTP. */
  readonly trust?: () => CertificateTrust
}

/** The authority of the certificate, and how it is trusted. */
export interface CertificateTrust {
  /** The file of the authority that signed the certificate: Node takes it by `NODE_EXTRA_CA_CERTS`. */
  readonly authority: string
  /** One command for each system. */
  readonly commands: readonly SystemTrustCommand[]
}

/** What makes the browsers of one system trust the authority. */
export interface SystemTrustCommand extends TrustCommand {
  readonly system: keyof TrustCommands
}

/** The run of a sandbox, as its pages show it: another start is another run. */
export interface RunDescription {
  /** Names this run; it opens nothing. */
  readonly run: string
  /** When it began, in real time: milliseconds since the epoch. */
  readonly startedAt: number
  readonly origins: SandboxOrigins
  /** Whether `flows.reveal` shows secrets. */
  readonly canReveal: boolean
  readonly journal: {
    /** How many exchanges it holds at most. */
    readonly limit: number
    /** How many it holds now. */
    readonly held: number
    /** How many are no longer held, because newer ones took their place. */
    readonly dropped: number
  }
  readonly certificate?: CertificateTrust
}

/** Describes a run. */
export interface Run {
  describe(origins: SandboxOrigins, serving?: Serving): RunDescription
}

export interface RunOptions {
  /** Real time: the sandbox's own may be moved. */
  readonly startedAt: Clock
  readonly canReveal: boolean
  readonly journal: Pick<RecordingJournal, 'recorded' | 'limit'>
}

export function createRun({ startedAt: clock, canReveal, journal }: RunOptions): Run {
  // Never from the seeded generator: two runs with the same seed are still two.
  const run = generateId(systemRandomness)
  const startedAt = clock.now()
  return {
    describe: (origins, serving) => {
      const { newest, oldest, dropped } = journal.recorded
      return {
        run,
        startedAt,
        origins,
        canReveal,
        journal: { limit: journal.limit, held: newest - oldest + 1, dropped },
        ...(serving?.trust && { certificate: serving.trust() }),
      }
    },
  }
}
