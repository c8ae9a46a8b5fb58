import type { JsonFields } from '@mudbrick/http'

/** A folder of AEM's repository. */
export interface Folder {
  /** Names the folder to the API, whatever its path; begins with `urn:aaid:aem:`. */
  readonly folderId: string
  /** The last part of the path. */
  readonly name: string
  /** The title to show, where AEM gives one. */
  readonly title: string | undefined
  /** Where the folder lies in the repository, such as `/content/dam/wknd-shared`. */
  readonly path: string
}

/** Translates a folder from the wire. */
export function parseFolder({ required, optional }: JsonFields): Folder {
  return {
    folderId: required('folderId', 'string'),
    name: required('name', 'string'),
    title: optional('title', 'string'),
    path: required('path', 'string'),
  }
}
