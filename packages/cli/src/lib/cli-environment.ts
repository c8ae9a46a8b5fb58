import type { ReadSeedFileOptions } from '@mudbrick/sandbox/node'

import type { Terminal } from './terminal.ts'

/** What a run of the program stands on. */
export interface CliEnvironment {
  /** What was asked for. */
  readonly stdout: Terminal
  /** What went wrong, and what to know beside. */
  readonly stderr: Terminal
  /** Ends what runs until it is told to stop. */
  readonly signal: AbortSignal
  /** Asks the user; missing where no user is at the terminal. */
  readonly askForScopes?: ReadSeedFileOptions['askForScopes']
}
