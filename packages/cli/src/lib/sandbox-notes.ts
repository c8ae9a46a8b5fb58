import { isIP } from 'node:net'

import type { SandboxChoices } from './sandbox-choices.ts'

/** What a user should know of these choices, in a sentence each. */
export function listNotes(choices: SandboxChoices, keysReason: string | undefined): string[] {
  return [keysReason, noteOnHost(choices), noteOnCertificate(choices)].filter(
    (note) => note !== undefined,
  )
}

function noteOnHost({ host, publicUrl }: SandboxChoices): string | undefined {
  if (host === undefined || isLoopback(host) || publicUrl !== undefined) return undefined
  return `It listens on ${host}, but answers only to names of this computer: say with --public-url by which name others reach it.`
}

function noteOnCertificate({ http = false, publicUrl }: SandboxChoices): string | undefined {
  if (http || publicUrl === undefined || isLoopback(new URL(publicUrl).hostname)) return undefined
  return `The certificate is for this computer only, so programs elsewhere refuse ${publicUrl}: serve plain HTTP with --http, or put a proxy with a certificate of its own in front.`
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}
