import { isIP } from 'node:net'

import type { SandboxChoices } from './sandbox-choices.ts'

/** What a user should know of these choices, in a sentence each. */
export function listNotes(
  choices: SandboxChoices,
  keysReason: string | undefined,
  caPath = '',
): string[] {
  return [keysReason, noteOnHost(choices), noteOnCertificate(choices, caPath)].filter(
    (note) => note !== undefined,
  )
}

function noteOnHost({ host, publicUrl }: SandboxChoices): string | undefined {
  if (host === undefined || isLoopback(host) || publicUrl !== undefined) return undefined
  return `It listens on ${host}, but answers only to names of this computer: say with --public-url by which name others reach it.`
}

function noteOnCertificate(
  { http = false, publicUrl }: SandboxChoices,
  caPath: string,
): string | undefined {
  if (http || publicUrl === undefined) return undefined
  const { hostname } = new URL(publicUrl)
  if (isLoopback(hostname)) return undefined
  return `Programs elsewhere trust ${publicUrl} by the authority of its certificate, which is for ${hostname} only: give them ${caPath}, as NODE_EXTRA_CA_CERTS to Node.js.`
}

/** Whether a host is this computer's own. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}
