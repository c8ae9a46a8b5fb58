import * as v from 'valibot'

import { environmentTypes, type EnvironmentType } from '../aem/client-allow-list.ts'
import { choice, described, number, object, optional, text, type Schema } from '../wire/schema.ts'
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

/** Which project is to be deployed. */
export const aemProjectSchema: Schema<AemProjectOptions> = object({
  directory: described(text(), 'The folder with ui.config and config in it.'),
  environment: optional(choice(environmentTypes)),
  variables: optional(v.record(v.string(), v.string())),
  watch: optional(v.boolean(), 'Whether each save is deployed; true by default.'),
})

/** A deploy. */
export const deploySchema: Schema<Deploy> = object({
  pipeline: choice(['full-stack', 'config']),
  outcome: choice(['deployed', 'refused']),
  changes: v.array(text()),
  problems: v.array(text()),
  notices: v.array(text()),
  at: number(),
})

/** The project in use. */
export const usedAemProjectSchema: Schema<AemProject> = object({
  directory: text(),
  environment: choice(environmentTypes),
  deploys: v.array(deploySchema),
})

/** The project in use, where there is one. */
export const currentAemProjectSchema: Schema<{ readonly project?: AemProject }> = object({
  project: optional(usedAemProjectSchema),
})
