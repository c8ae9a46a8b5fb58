import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

import { authorityName } from './loopback-names.ts'

/** What makes the browsers of one system trust an authority. */
export interface TrustCommand {
  /** One line for a terminal; it needs no administrator. */
  readonly command: string
  /** Where the program comes from, where the system does not bring it. */
  readonly note?: string
}

/** One command per system. */
export interface TrustCommands {
  /** For Safari, Chrome and Edge on macOS: the login keychain. */
  readonly macOS: TrustCommand
  /** For Chrome, Chromium and Edge on Linux: their NSS database. */
  readonly linux: TrustCommand
  /** For Chrome and Edge on Windows: the current user's root certificates. */
  readonly windows: TrustCommand
}

/** The commands that make browsers trust the authority in a file. */
export function trustCommands(caPath: string, homeFolder: string = homedir()): TrustCommands {
  const database = findNssDatabase(homeFolder)
  const name = quote(authorityName)
  const path = quote(caPath)
  return {
    macOS: {
      command: `security add-trusted-cert -r trustRoot -p ssl -k ~/Library/Keychains/login.keychain-db ${path}`,
    },
    linux: {
      command: `${existsSync(database) ? '' : `mkdir -p ${quote(database)} && `}certutil -d ${quote(`sql:${database}`)} -A -t C,, -n ${name} -i ${path}`,
      note: 'certutil comes with the package libnss3-tools (Debian, Ubuntu), nss-tools (Fedora) or nss (Arch)',
    },
    windows: { command: `certutil -user -addstore Root "${caPath}"` },
  }
}

/** Chromium takes the old place where it exists, else the new one. */
function findNssDatabase(homeFolder: string): string {
  const old = join(homeFolder, '.pki/nssdb')
  if (existsSync(old)) return old
  return join(process.env['XDG_DATA_HOME'] || join(homeFolder, '.local/share'), 'pki/nssdb')
}

/** Quotes for a POSIX shell, where the text needs it. */
function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
