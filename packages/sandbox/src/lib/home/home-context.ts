import type { Randomness } from '../effects.ts'
import type { ReadPageFile } from '../node/page-files.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { State } from '../state/state.ts'

/** What the sandbox's own pages stand on. */
export interface HomeContext {
  readonly origins: SandboxOrigins
  readonly state: State
  readonly randomness: Randomness
  /** The `Set-Cookie` that opens the control API to this origin's pages; nothing when there is no such API. */
  readonly controlCookie: (() => string) | undefined
  /** Reads a file of the built pages; those of the package by default. */
  readonly readPageFile?: ReadPageFile
}
