import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

import { isProjectFile, type ProjectFile } from '../deploy/project-file.ts'
import { invalidConfiguration, type SandboxError } from '../sandbox-error.ts'
import { describeReadFailure } from './read-failure.ts'

/** Longer than any configuration; a longer file is not read as one. */
const longestFile = 1_048_576
/** Folders without configuration of their own, which may be huge. */
const skipped = new Set(['node_modules', 'target', 'dist', 'build'])
const pollMs = 400

/**
 * Reads the files of an AEM project that say who may call AEM.
 *
 * @throws {@link SandboxError} `invalid_configuration` when the folder cannot be read or is no AEM project's.
 */
export async function readProjectFolder(directory: string): Promise<readonly ProjectFile[]> {
  await requireProject(directory)
  return Promise.all(
    (await listFiles(directory)).map(async (path) => ({
      path: relative(directory, path).split(sep).join('/'),
      text: await readFile(path, 'utf8'),
    })),
  )
}

/**
 * Calls back when a file of the project has been saved, added or removed, until the function that it returns is called.
 * It keeps no process alive.
 */
export async function watchProjectFolder(
  directory: string,
  onChange: () => Promise<void>,
): Promise<() => void> {
  let isStopped = false
  let known = await fingerprint(directory)
  const look = async (): Promise<void> => {
    const found = await fingerprint(directory)
    if (found !== known && !isStopped) await onChange()
    known = found
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    if (!isStopped) timer = setTimeout(look, pollMs).unref()
  }
  let timer = setTimeout(look, pollMs).unref()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}

async function requireProject(directory: string): Promise<void> {
  const names = await readdir(directory).catch((cause: unknown) => {
    throw refuse(directory, describeReadFailure(cause), cause)
  })
  if (names.some((name) => name === 'config' || name.startsWith('ui.config'))) return
  throw refuse(directory, 'has neither ui.config nor config in it, so it is not an AEM project')
}

function refuse(directory: string, problem: string, cause?: unknown): SandboxError {
  return invalidConfiguration(
    `The folder ${directory} ${problem}: name the folder of an AEM project, the one with ui.config and config in it.`,
    cause,
  )
}

/** Links are not followed, so that no circle of them is. */
async function listFiles(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name)
      if (entry.isDirectory()) {
        return entry.name.startsWith('.') || skipped.has(entry.name) ? [] : listFiles(path)
      }
      if (!entry.isFile() || !isProjectFile(entry.name)) return []
      const { size } = await stat(path).catch(() => ({ size: Infinity }))
      return size > longestFile ? [] : [path]
    }),
  )
  return found.flat().toSorted()
}

async function fingerprint(directory: string): Promise<string> {
  const files = await listFiles(directory)
  const stamps = await Promise.all(
    files.map(async (path) => {
      const { mtimeMs, size } = await stat(path).catch(() => ({ mtimeMs: 0, size: 0 }))
      return `${path} ${mtimeMs} ${size}`
    }),
  )
  return stamps.join('\n')
}
