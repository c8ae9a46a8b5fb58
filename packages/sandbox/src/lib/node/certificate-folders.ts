import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { CertificateTexts } from './certificate-flaw.ts'

/*
 * Each certificate has a numbered folder, and the highest number counts. A folder is filled under
 * another name and then renamed, which fails when the number exists: of several processes one
 * succeeds, the others use what it made, and one that dies leaves no lock behind.
 */

/** The highest number of a folder, or 0 when there is none. */
export async function findNewest(directory: string): Promise<number> {
  return Math.max(0, ...(await readdir(directory)).filter(isNumber).map(Number))
}

/** The texts in a numbered folder, or undefined when one is missing. */
export async function readFolder(
  directory: string,
  number: number,
): Promise<CertificateTexts | undefined> {
  const { caPath, certificatePath, keyPath } = certificateFiles(join(directory, String(number)))
  try {
    return {
      ca: await readFile(caPath, 'utf8'),
      certificate: await readFile(certificatePath, 'utf8'),
      key: await readFile(keyPath, 'utf8'),
    }
  } catch {
    return undefined
  }
}

/** Adds a numbered folder whole; false when there is one of that number already. */
export async function addFolder(
  directory: string,
  number: number,
  texts: CertificateTexts,
): Promise<boolean> {
  const draft = await mkdtemp(join(directory, draftPrefix))
  try {
    await writeTexts(draft, texts)
    await rename(draft, join(directory, String(number)))
    return true
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if ((await findNewest(directory)) >= number) return false
    throw error
  }
}

/** Removes the folders before a number, and the drafts of processes that died; what resists stays. */
export async function removeOlder(directory: string, number: number): Promise<void> {
  const names = await readdir(directory)
  const older = names.filter((name) => isNumber(name) && Number(name) < number)
  const abandoned = await findAbandonedDrafts(directory, names)
  await Promise.allSettled(
    [...older, ...abandoned].map((name) =>
      rm(join(directory, name), { recursive: true, force: true }),
    ),
  )
}

/** Keeps a copy of the authority at a path that outlives renewals, and returns that path. */
export async function publishAuthority(directory: string, ca: string): Promise<string> {
  const path = join(directory, 'ca.crt')
  const present = await readFile(path, 'utf8').catch(() => undefined)
  if (present === ca) return path
  const draft = join(directory, `${draftPrefix}${randomUUID()}`)
  await writeFile(draft, ca)
  await rename(draft, path)
  return path
}

/** Takes the key from all but its owner, in case its mode was changed. */
export async function protectKey(keyPath: string): Promise<void> {
  await chmod(keyPath, 0o600)
}

/** Where the files of a folder are. */
export function certificateFiles(
  folder: string,
): Record<'caPath' | 'certificatePath' | 'keyPath', string> {
  return {
    caPath: join(folder, 'ca.crt'),
    certificatePath: join(folder, 'server.crt'),
    keyPath: join(folder, 'server.key'),
  }
}

const draftPrefix = '.new-'

/** A draft lives for milliseconds; a fresh one may be another process's. */
async function findAbandonedDrafts(
  directory: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const drafts = names.filter((name) => name.startsWith(draftPrefix))
  const ages = await Promise.all(
    drafts.map((name) =>
      stat(join(directory, name)).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      ),
    ),
  )
  return drafts.filter((_, index) => (ages[index] ?? 0) > 60_000)
}

function isNumber(name: string): boolean {
  return /^[1-9]\d{0,8}$/.test(name)
}

async function writeTexts(
  folder: string,
  { ca, certificate, key }: CertificateTexts,
): Promise<void> {
  const files = certificateFiles(folder)
  await writeFile(files.caPath, ca)
  await writeFile(files.certificatePath, certificate)
  await writeFile(files.keyPath, key, { mode: 0o600 })
}
