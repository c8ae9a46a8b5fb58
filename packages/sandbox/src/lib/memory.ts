import {
  parseAemConfiguration,
  type AemConfiguration,
  type AemConfigurationFiles,
} from './aem/aem-configuration.ts'
import { parseSnapshot, type SandboxSnapshot } from './control/snapshot-format.ts'
import type { Seed } from './seed/seed.ts'
import { createState, type SavedState, type State, type StateOptions } from './state/state.ts'

/** What a sandbox remembers, as a whole: to be forgotten, kept and put back. */
export interface Memory {
  /** The state of now: forgetting and restoring put another in its place. */
  readonly state: State
  readonly aemConfiguration: AemConfiguration
  /** The texts that it was read from; others in their place are another object. */
  readonly aemFiles: Required<AemConfigurationFiles>
  configureAem(files: AemConfigurationFiles): void
  snapshot(): SandboxSnapshot
  restore(snapshot: SandboxSnapshot): void
  /** Forgets everything since the start. */
  forget(): void
}

export function createMemory(options: StateOptions): Memory {
  const { seed } = options
  let state = createState(options)
  let files = pickFiles(seed)
  // The seed's own is read when AEM is first asked for anything: its parser takes time to load.
  let aemConfiguration: AemConfiguration | undefined

  const configure = (newFiles: Required<AemConfigurationFiles>): void => {
    aemConfiguration = parseAemConfiguration(newFiles)
    files = newFiles
  }
  const replaceState = (saved?: SavedState): void => {
    state = createState(options, saved, state)
  }
  return {
    get state() {
      return state
    },
    get aemConfiguration() {
      aemConfiguration ??= parseAemConfiguration(files)
      return aemConfiguration
    },
    get aemFiles() {
      return files
    },
    configureAem: (changes) => configure({ ...files, ...changes }),
    // Through JSON, so that nothing of it is shared with what goes on living.
    snapshot: () =>
      JSON.parse(JSON.stringify({ version: 1, aemConfiguration: files, state: state.save() })),
    restore: (snapshot) => {
      const parsed = parseSnapshot(snapshot)
      configure({ ...pickFiles(seed), ...parsed.aemConfiguration })
      replaceState(parsed.state)
    },
    forget: () => {
      files = pickFiles(seed)
      aemConfiguration = undefined
      replaceState()
    },
  }
}

function pickFiles({ corsPolicies, clientAllowList }: Seed): Required<AemConfigurationFiles> {
  return { corsPolicies, clientAllowList, variables: {}, environment: 'dev' }
}
