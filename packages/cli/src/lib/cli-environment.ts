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
  /** What is piped or typed in. */
  readonly stdin?: AsyncIterable<unknown> | undefined
  /** Asks a user yes or no; undefined where no user can answer, such as in a pipe. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined
  /** Asks a user for a line of text; undefined where no user can answer. */
  readonly ask?: ((question: string) => Promise<string | undefined>) | undefined
  /** Asks the user; missing where no user is at the terminal. */
  readonly askForScopes?: ReadSeedFileOptions['askForScopes']
}

/** Says how a command ended, when it did not simply succeed. */
export type SetExitCode = (code: number) => void
