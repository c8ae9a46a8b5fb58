import { readFile } from 'node:fs/promises'

/** A file of the sandbox's built pages. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
}

/** Reads a file of the built pages by its path, such as `/assets/index-1a2b.js`; nothing when it is not there. */
export type ReadPageFile = (path: string) => Promise<PageFile | undefined>

/** The files of `dist/pages`, which a sandbox of the sources finds too. They are read when they are asked for. */
export const readPageFile: ReadPageFile = createPageFileReader([
  new URL('../../pages/', import.meta.url),
  new URL('../../../dist/pages/', import.meta.url),
])

/** @param folders Where the files may be; the first that has one counts. */
export function createPageFileReader(folders: readonly URL[]): ReadPageFile {
  return async (path) => {
    const type = types.get(/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '')
    if (type === undefined || !isPlain(path)) return undefined
    for (const folder of folders) {
      // The second folder is only looked at when the first has no such file.
      // oxlint-disable-next-line no-await-in-loop
      const bytes = await readFile(new URL(path.slice(1), folder)).catch(() => undefined)
      if (bytes !== undefined) return { bytes: new Uint8Array(bytes), type }
    }
    return undefined
  }
}

/** Built files have plain names: no `..`, no second slash, no `%`, `\` or `:`. */
function isPlain(path: string): boolean {
  return /^(?:\/[\w-][\w.-]*)+$/.test(path) && !path.includes('..')
}

const types: ReadonlyMap<string, string> = new Map([
  ['css', 'text/css; charset=utf-8'],
  ['html', 'text/html; charset=utf-8'],
  ['ico', 'image/x-icon'],
  ['js', 'text/javascript; charset=utf-8'],
  ['json', 'application/json'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml'],
  ['txt', 'text/plain; charset=utf-8'],
  ['webmanifest', 'application/manifest+json'],
  ['woff2', 'font/woff2'],
])
