/** The top of the DAM; folders are made under it only. */
export const damPath = '/content/dam'

/** How many folders AEM makes at once. */
export const maxFoldersAtOnce = 10

const maxNameLength = 150

/** The name that AEM's own dialog would make of a title: lower case, hyphens, no accents. */
export function deriveFolderName(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxNameLength)
    .replace(/^-|-$/g, '')
}

/** Why AEM would not take a name, as a sentence; nothing when it may. */
export function findNameFault(
  name: string,
  earlierNames: readonly string[] = [],
): string | undefined {
  if (name === '') return 'Give the folder a name.'
  if (name === '.' || name === '..') {
    return 'One or two dots alone mean this folder or the one above: give it a name of its own.'
  }
  if (name.includes('/')) {
    return 'A slash separates folders: make one folder, open it, and make the next in there.'
  }
  if (name.length > maxNameLength) {
    return `The name has ${name.length} characters, and AEM takes ${maxNameLength}: shorten it.`
  }
  const character = /[:[\]|*]/.exec(name)?.[0]
  if (character !== undefined) return `AEM does not take ${character} in a name: leave it out.`
  if (name.trim() !== name) return 'The name begins or ends with a blank: leave it out.'
  if (earlierNames.includes(name)) {
    return 'Another folder here has this name already: change one of them.'
  }
  return undefined
}

/** The titles in a pasted text, one a line. */
export function splitTitles(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** A folder on the way to another: the last part of its path is its name. */
export interface FolderCrumb {
  readonly path: string
  readonly name: string
}

/** The folders from the top of the DAM down to a path, both included. */
export function listCrumbs(path: string): readonly FolderCrumb[] {
  const names = path.startsWith(`${damPath}/`) ? path.slice(damPath.length + 1).split('/') : []
  return [
    { path: damPath, name: 'dam' },
    ...names.map((name, index) => ({
      path: `${damPath}/${names.slice(0, index + 1).join('/')}`,
      name,
    })),
  ]
}
