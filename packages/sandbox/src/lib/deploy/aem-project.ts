import { environmentTypes, type EnvironmentType } from '../aem/client-allow-list.ts'
import type { AemConfigurationFiles } from '../aem/aem-configuration.ts'
import { requireShape } from '../wire/schema.ts'
import type { Deploy, Deploys } from './deploys.ts'
import type { AemProject, AemProjectOptions } from './project.ts'
import { aemProjectSchema } from './schema.ts'

/** The one project of a sandbox, if any. */
export interface AemProjects {
  /**
   * Deploys a project in the place of the one in use, and then each save of its files. What a pipeline refuses is a
   * deploy of its own, and leaves what was in force.
   *
   * @throws {@link SandboxError} `invalid_configuration` when the folder cannot be read or is no AEM project's.
   */
  use(project: string | AemProjectOptions): Promise<AemProject>
  /** The project in use. */
  current(): AemProject | undefined
  /** Deploys what has changed, without waiting for the watcher. */
  deploy(): Promise<AemProject | undefined>
  /** Stops watching; what is in force stays. */
  leave(): void
}

/** The same, for the sandbox that has it. */
export interface DeployedProjects extends AemProjects {
  /** Puts the project's files into force again. */
  repeat(): void
}

export interface AemProjectsOptions {
  readonly now: () => number
  readonly configure: (files: AemConfigurationFiles) => void
  readonly onDeploy: (deploy: Deploy) => void
}

export function createAemProjects({
  now,
  configure,
  onDeploy,
}: AemProjectsOptions): DeployedProjects {
  let inUse: ProjectInUse | undefined
  const leave = (): void => {
    inUse?.stop()
    inUse = undefined
  }
  const show = ({ directory, environment, deploys }: ProjectInUse): AemProject => ({
    directory,
    environment,
    deploys: deploys.list(),
  })
  return {
    use: async (project) => {
      const given = typeof project === 'string' ? { directory: project } : project
      const options = requireShape(aemProjectSchema, given, 'The AEM project')
      const { directory, environment = environmentTypes[0], variables = {}, watch = true } = options
      const { createDeploys } = await import('./deploys.ts')
      const { readProjectFolder, watchProjectFolder } = await import('../node/project-folder.ts')
      const target = { environment, variables }
      const deploys = createDeploys({ target, now, configure, onDeploy })
      // A folder that is gone for a moment, as while a branch is changed, changes nothing.
      const update = (): Promise<void> =>
        readProjectFolder(directory).then(
          (files) => deploys.update(files),
          () => undefined,
        )
      // First, so that no save is missed between reading and watching.
      const stop = watch ? await watchProjectFolder(directory, update) : () => {}
      try {
        deploys.update(await readProjectFolder(directory))
      } catch (error) {
        stop()
        throw error
      }
      leave()
      inUse = { directory, environment, deploys, update, stop }
      return show(inUse)
    },
    current: () => inUse && show(inUse),
    deploy: async () => {
      await inUse?.update()
      return inUse && show(inUse)
    },
    leave,
    repeat: () => inUse?.deploys.repeat(),
  }
}

interface ProjectInUse {
  readonly directory: string
  readonly environment: EnvironmentType
  readonly deploys: Deploys
  readonly update: () => Promise<void>
  readonly stop: () => void
}
