import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder in which Mudbrick keeps what is this user's: `~/.mudbrick`, or the one that `MUDBRICK_HOME` names. */
export function homeFolder(): string {
  return process.env['MUDBRICK_HOME'] || join(homedir(), '.mudbrick')
}
