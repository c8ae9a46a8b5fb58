// @ts-check
import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Puts the certificate of this computer into a sample, which can then be started alone too, and that of who
 * has signed it, whom a sample's server has to trust.
 * @param {import('@mudbrick/sandbox/node').Certificate} certificate
 * @param {string} folder
 */
export async function copyCertificate({ certificate, key, ca }, folder) {
  await mkdir(join(folder, 'ssl'), { recursive: true, mode: 0o700 })
  await replaceFile(join(folder, 'ssl', 'server.crt'), certificate, 0o644)
  await replaceFile(join(folder, 'ssl', 'server.key'), key, 0o600)
  await replaceFile(join(folder, 'ssl', 'ca.crt'), ca, 0o644)
}

/**
 * Replaces a file whole, for another process may be reading it.
 * @param {string} path
 * @param {string} text
 * @param {number} mode
 */
async function replaceFile(path, text, mode) {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, text, { mode })
  await rename(draft, path)
}
