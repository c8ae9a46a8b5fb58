import { chmod, mkdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

import { invalidConfiguration } from '../sandbox-error.ts'
import { errorCode } from './read-failure.ts'

/** The folder in which Mudbrick keeps what is this user's: `~/.mudbrick`, or the one that `MUDBRICK_HOME` names. */
export function homeFolder(): string {
  return process.env['MUDBRICK_HOME'] || join(homedir(), '.mudbrick')
}

/**
 * Works in a folder that only this user may read, and makes it where it is missing.
 *
 * @param purpose What is kept there, for the message.
 * @throws {@link SandboxError} `invalid_configuration` when the folder cannot be used.
 */
export async function inPrivateFolder<Result>(
  directory: string,
  purpose: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    await makeFolder(directory)
    await chmod(directory, 0o700)
    return await work()
  } catch (cause) {
    throw invalidConfiguration(
      `The folder ${directory} cannot be used for ${purpose} (${errorCode(cause) ?? 'unknown cause'}): make it a folder that you own and can write, or name another place with MUDBRICK_HOME.`,
      cause,
    )
  }
}

/** Node's own way (`recursive`) tries without end below a folder in which nothing can be made, such as `/proc`. */
async function makeFolder(directory: string, isParentThere = false): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 })
  } catch (error) {
    if ((await stat(directory).catch(() => undefined))?.isDirectory() === true) return
    if (errorCode(error) !== 'ENOENT' || isParentThere) throw error
    await makeFolder(dirname(directory))
    await makeFolder(directory, true)
  }
}
