import type { AemConfigurationFiles } from '../aem/aem-configuration.ts'
import type { ProjectFile } from './project-file.ts'
import {
  readClientAllowList,
  readCorsPolicies,
  type PipelineReading,
  type ProjectTarget,
} from './read-project.ts'

/** A deployment of an AEM project to the sandbox, as one of Cloud Manager's pipelines makes it. */
export interface Deploy {
  /** `full-stack` brings OSGi configuration from `ui.config`, `config` brings `api.yaml` from the folder `config`. */
  readonly pipeline: 'full-stack' | 'config'
  /** A refused deploy leaves the former configuration in force. */
  readonly outcome: 'deployed' | 'refused'
  /** What came into force and what is no longer in force, a sentence each. */
  readonly changes: readonly string[]
  /** Why it was refused, a sentence each with the file and what to do. */
  readonly problems: readonly string[]
  /** What was passed over and may surprise, a sentence each. */
  readonly notices: readonly string[]
  /** When, by the sandbox's clock: milliseconds since the epoch. */
  readonly at: number
}

/** The deploys of one project. */
export interface Deploys {
  /** The newest 100, oldest first. */
  list(): readonly Deploy[]
  /** Deploys what has changed in these files since the last time. */
  update(project: readonly ProjectFile[]): void
  /** Puts into force again what was deployed last. */
  repeat(): void
}

export interface DeploysOptions {
  readonly target: ProjectTarget
  readonly now: () => number
  /** Puts files in force. */
  readonly configure: (files: AemConfigurationFiles) => void
  /** Called with each deploy. */
  readonly onDeploy: (deploy: Deploy) => void
}

const longestList = 100

export function createDeploys({ target, now, configure, onDeploy }: DeploysOptions): Deploys {
  let deploys: readonly Deploy[] = []
  const pipelines: readonly Pipeline[] = [
    {
      name: 'full-stack',
      read: readCorsPolicies,
      absent:
        'The project has no CORS policy for the author tier, so the sandbox’s own stays in force; at AEM, no page would be allowed to call it.',
      filesOf: (files) => ({
        corsPolicies: Object.fromEntries(files),
        variables: target.variables,
      }),
      inForce: new Map(),
    },
    {
      name: 'config',
      read: readClientAllowList,
      absent:
        'The project has no client allow-list in its folder config, so the sandbox’s own stays in force; at AEM, every client would be refused.',
      filesOf: (files) => ({
        clientAllowList: [...files.values()].join('\n'),
        environment: target.environment,
      }),
      inForce: new Map(),
    },
  ]

  const deploy = (pipeline: Pipeline, reading: PipelineReading): void => {
    const { files, problems } = reading
    const isRefused = problems.length > 0
    const notices = files.size === 0 ? [pipeline.absent, ...reading.notices] : reading.notices
    const changes = isRefused ? [] : describeChanges(pipeline.inForce, files)
    if (!isRefused) {
      pipeline.inForce = files
      putInForce(pipeline)
    }
    const outcome = isRefused ? 'refused' : 'deployed'
    const done: Deploy = {
      pipeline: pipeline.name,
      outcome,
      changes,
      problems,
      notices,
      at: now(),
    }
    deploys = [...deploys, done].slice(-longestList)
    onDeploy(done)
  }
  const putInForce = ({ inForce, filesOf }: Pipeline): void => {
    if (inForce.size > 0) configure(filesOf(inForce))
  }

  return {
    list: () => deploys,
    update: (project) => {
      for (const pipeline of pipelines) {
        const reading = pipeline.read(project, target)
        const seen = JSON.stringify([[...reading.files], reading.problems, reading.notices])
        if (seen === pipeline.seen) continue
        pipeline.seen = seen
        deploy(pipeline, reading)
      }
    },
    repeat: () => pipelines.forEach(putInForce),
  }
}

interface Pipeline {
  readonly name: Deploy['pipeline']
  readonly read: (project: readonly ProjectFile[], target: ProjectTarget) => PipelineReading
  /** What it means when the project has nothing for it. */
  readonly absent: string
  readonly filesOf: (files: ReadonlyMap<string, string>) => AemConfigurationFiles
  inForce: ReadonlyMap<string, string>
  /** What it found last, to tell whether anything has changed. */
  seen?: string
}

function describeChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const removed = [...before.keys()].filter((path) => !after.has(path))
  const others = [...after].flatMap(([path, text]) => {
    if (!before.has(path)) return [`added ${path}`]
    return before.get(path) === text ? [] : [`changed ${path}`]
  })
  return [...others, ...removed.map((path) => `removed ${path}`)]
}
