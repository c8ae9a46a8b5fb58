import { LaggingMap } from './lagging-map.ts'
import type { StateServices } from './state-change.ts'

/** A folder of the repository. */
export interface Folder {
  /** `urn:aaid:aem:<uuid>`. */
  readonly folderId: string
  /** The JCR path; its last part is the name. */
  readonly path: string
  readonly title: string
}

/** The folders of the repository. Each change is one synchronous call, so that no two can cross. */
export interface Folders extends FolderTree {
  /** What a reader finds, who may see a change later than it was made. */
  readonly seen: FolderTree
  /** Adds a folder whose parent is there and whose path is free. */
  add(folder: Folder): void
  /** Takes a folder away with all that lies in it. */
  remove(path: string): void
  save(): readonly Folder[]
}

/** Folders by their paths. */
export interface FolderTree {
  find(path: string): Folder | undefined
  /** The folders right under one, ordered by path. */
  childrenOf(path: string): readonly Folder[]
}

export function createFolders(known: readonly Folder[], services: StateServices): Folders {
  const folders = new LaggingMap(
    known.map((folder) => [folder.path, folder] as const),
    services,
  )
  return {
    ...createTree(folders),
    seen: createTree(folders.seen),
    add: (folder) => folders.set(folder.path, folder),
    remove: (path) => {
      for (const other of folders.keys()) {
        if (other === path || other.startsWith(`${path}/`)) folders.delete(other)
      }
    },
    save: () => folders.values(),
  }
}

function createTree(folders: Pick<LaggingMap<Folder>, 'get' | 'values'>): FolderTree {
  return {
    find: (path) => folders.get(path),
    childrenOf: (path) =>
      folders
        .values()
        .filter((folder) => folder.path !== '/' && parentPathOf(folder.path) === path)
        .toSorted((left, right) => (left.path < right.path ? -1 : 1)),
  }
}

/** The path of the folder that a folder lies in; that of a top folder is `/`. */
export function parentPathOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
