import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

import type { Environment } from './environment.ts'

/** How Vite serves this example. */
export interface ServerSettings {
  readonly port: number
  readonly certificate: { readonly cert: string; readonly key: string } | undefined
}

/** Checks PORT, HTTPS, SSL_CRT_FILE and SSL_KEY_FILE; each fault is one sentence. */
export function parseServerSettings(
  environment: Environment,
  folder: string,
): { readonly settings: ServerSettings; readonly faults: readonly string[] } {
  const port = Number(environment['PORT'])
  const isSecure = environment['HTTPS'] === 'true'
  const certificate = isSecure
    ? {
        cert: resolve(folder, environment['SSL_CRT_FILE'] ?? ''),
        key: resolve(folder, environment['SSL_KEY_FILE'] ?? ''),
      }
    : undefined

  const faults = [
    findPortFault(port),
    findHttpsFault(environment['HTTPS']),
    ...(isSecure
      ? [
          findFileFault('SSL_CRT_FILE', environment['SSL_CRT_FILE'], certificate?.cert),
          findFileFault('SSL_KEY_FILE', environment['SSL_KEY_FILE'], certificate?.key),
        ]
      : []),
  ]
  return {
    settings: { port, certificate },
    faults: faults.filter((fault) => fault !== undefined),
  }
}

function findPortFault(port: number): string | undefined {
  if (Number.isInteger(port) && port > 0 && port < 65_536) return undefined
  return 'PORT is missing from .env or not a port: put the one of the redirect URI, such as 3001.'
}

function findHttpsFault(https: string | undefined): string | undefined {
  if (https === 'true' || https === 'false') return undefined
  return 'HTTPS is missing from .env or neither true nor false: put true.'
}

function findFileFault(
  name: string,
  value: string | undefined,
  path: string | undefined,
): string | undefined {
  if (value === undefined || path === undefined) {
    return `${name} is missing from .env: put ./ssl/${name === 'SSL_KEY_FILE' ? 'server.key' : 'server.crt'}, or set HTTPS=false.`
  }
  if (existsSync(path)) return undefined
  return `${name} names ${value}, which does not exist: run \`npm start\` at the repository root once, which makes it, or set HTTPS=false.`
}
