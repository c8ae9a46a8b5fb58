import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import type { CertificateFile } from '@mudbrick/doctor'

/** Looks at the certificate that `SSL_CRT_FILE` names, as Create React App and others do. */
export function readCertificates(
  folder: string,
  variables: Readonly<Record<string, string>>,
  nowMs: number,
): readonly CertificateFile[] {
  return ['SSL_CRT_FILE'].flatMap((variable) => {
    const path = variables[variable]
    if (path === undefined || path === '') return []
    return [{ variable, path, state: judge(resolve(join(folder, path)), path, nowMs) }]
  })
}

function judge(file: string, path: string, nowMs: number): CertificateFile['state'] {
  const found = path.startsWith('/') ? path : file
  if (!existsSync(found)) return 'missing'
  try {
    const certificate = new X509Certificate(readFileSync(found))
    const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
    if (nowMs < from || nowMs > to) return 'expired'
    return certificate.checkHost('localhost') === undefined ? 'other-name' : 'good'
  } catch {
    return 'unreadable'
  }
}
