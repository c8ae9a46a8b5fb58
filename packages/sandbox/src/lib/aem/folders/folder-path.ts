import { nameOf, parentPathOf, type Folders } from '../../state/folder.ts'
import { problemMember, type ProblemMember } from '../problem.ts'

/** The top of the DAM; every folder lies under it. */
export const damPath = '/content/dam'

const maxNameLength = 150

/** Why a folder cannot be made at a path, in the words of a problem; nothing when it can. */
export function findCreationProblem(path: string, folders: Folders): ProblemMember | undefined {
  if (path.split('/').some((part) => part === '.' || part === '..')) {
    return problemMember(400, `The path ${shorten(path)} must not contain dot segments`)
  }
  if (!path.startsWith(`${damPath}/`)) {
    return problemMember(400, `The path ${shorten(path)} is not under ${damPath}`)
  }
  const name = nameOf(path)
  if (name.length > maxNameLength) {
    return problemMember(400, `The name ${shorten(name)} has more than ${maxNameLength} characters`)
  }
  // The characters that a name in JCR must not have (JCR 2.0 §3.2.2), and blank ends.
  if (!/^[^/:[\]|*]+$/.test(name) || name.trim() !== name) {
    return problemMember(400, `The name ${shorten(name)} is not valid`)
  }
  if (folders.find(path) !== undefined) {
    return problemMember(409, `An entity already exists at ${path}`)
  }
  if (folders.find(parentPathOf(path)) === undefined) {
    return problemMember(404, `There is no folder at ${shorten(parentPathOf(path))}`)
  }
  return undefined
}

/** A path, shortened for a message. */
export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
