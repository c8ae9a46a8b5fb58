import type { EnvironmentType } from '../aem/client-allow-list.ts'
import type { Deploy } from './deploys.ts'

/** An AEM project whose configuration the sandbox's AEM takes. */
export interface AemProjectOptions {
  /** The folder with `ui.config` and `config` in it. */
  readonly directory: string
  /** The type of environment that the sandbox stands for; `dev` by default. The tier is author. */
  readonly environment?: EnvironmentType
  /** Values of the environment's variables and secrets, by name. */
  readonly variables?: Readonly<Record<string, string>>
  /** Whether each save is deployed; true by default. */
  readonly watch?: boolean
}

/** The project in use, and what became of it. */
export interface AemProject {
  readonly directory: string
  readonly environment: EnvironmentType
  /** The newest 100 deploys, oldest first. */
  readonly deploys: readonly Deploy[]
}
