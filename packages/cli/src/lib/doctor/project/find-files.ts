import { lstatSync, readdirSync, readFileSync, statSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

/** A file of a project, with what is in it. */
export interface ProjectFile {
  /** From the project's folder, with slashes. */
  readonly file: string
  readonly text: string
}

/** The files that the doctor reads, and those that it could not read. */
export interface FoundFiles {
  readonly files: readonly ProjectFile[]
  /** One sentence for each thing that was not looked at. */
  readonly notLookedAt: readonly string[]
}

/** Reads every file that a rule can be about. Follows no link to a folder, so that circles end. */
export function findFiles(folder: string): FoundFiles {
  const files: ProjectFile[] = []
  const notLookedAt: string[] = []
  let count = 0
  const visit = (path: string): void => {
    const entries = readFolder(join(folder, path))
    if (typeof entries === 'string') {
      notLookedAt.push(`The folder ${path || '.'} cannot be read (${entries}).`)
      return
    }
    for (const entry of entries) {
      const file = path === '' ? entry.name : `${path}/${entry.name}`
      if (isFolder(entry)) {
        if (!isPassedOver(entry.name) || file === '.github') visit(file)
        continue
      }
      if (!isOfInterest(entry.name)) continue
      if (entry.isSymbolicLink() && !isLinkToFile(join(folder, file))) {
        notLookedAt.push(`${file} is a link to a folder or to nothing.`)
        continue
      }
      count += 1
      if (count > mostFiles) continue
      const reading = readText(join(folder, file), file)
      if ('text' in reading) files.push({ file, text: reading.text })
      else notLookedAt.push(reading.reason)
    }
  }
  visit('')
  if (count > mostFiles) {
    notLookedAt.push(
      `${count - mostFiles} files beyond the first ${mostFiles}: name a folder inside.`,
    )
  }
  return { files, notLookedAt }
}

/** More than any application has; the files of a whole disk would take minutes. */
const mostFiles = 20_000
/** What people write by hand is smaller. */
const mostBytes = 1_000_000

function readFolder(path: string): readonly Dirent[] | string {
  try {
    return readdirSync(path, { withFileTypes: true }).toSorted((one, other) =>
      one.name < other.name ? -1 : 1,
    )
  } catch (error) {
    return codeOf(error)
  }
}

function isFolder(entry: Dirent): boolean {
  return entry.isDirectory()
}

function isLinkToFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Dependencies, what tools write, and what Git keeps. */
function isPassedOver(name: string): boolean {
  return /^(?:\..*|node_modules|bower_components|vendor|target|coverage)$/.test(name)
}

function isOfInterest(name: string): boolean {
  return (
    /^\.env(?:\.[\w.-]+)?$/.test(name) ||
    /^(?:\.nvmrc|\.node-version|package\.json|angular\.json)$/.test(name) ||
    /\.(?:[cm]?[jt]sx?|html?|vue|svelte|astro|ya?ml|py|java|kt|go|php|rb|cs)$/.test(name) ||
    /^(?:[tj]sconfig|.*(?:config|settings|environment|env|credentials|adobe|ims|aem)).*\.json$/i.test(
      name,
    ) ||
    /^(?:console|workspace)[\w.-]*\.json$/i.test(name) ||
    /^com\.adobe\.granite\.cors\..*\.(?:json|xml|config)$/.test(name)
  )
}

function readText(path: string, file: string): { text: string } | { reason: string } {
  try {
    const { size } = lstatSync(path)
    if (size > mostBytes) return { reason: `${file} is larger than 1 MB.` }
    const bytes = readFileSync(path)
    if (bytes.length > mostBytes) return { reason: `${file} is larger than 1 MB.` }
    // Text has no zero byte; a UTF-16 file of Windows has, and begins with its mark.
    if (bytes.includes(0)) {
      return bytes[0] === 0xff && bytes[1] === 0xfe
        ? { text: new TextDecoder('utf-16le').decode(bytes) }
        : { reason: `${file} is not a text.` }
    }
    return { text: bytes.toString('utf8').replace(/^\uFEFF/, '') }
  } catch (error) {
    return { reason: `${file} cannot be read (${codeOf(error)}).` }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
