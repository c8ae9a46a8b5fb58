import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

import { isLoopback, pageVariables } from '../src/configuration.ts'

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The variables of this example: those of `.env`, which is then the whole configuration, or else
 * those of `.env.example`. A variable of the process wins over the file.
 */
export function readEnvironment(folder: string, process: Environment): Environment {
  const file = join(folder, '.env')
  const variables = existsSync(file)
    ? parseEnv(readFileSync(file, 'utf8'))
    : moveToScheme(
        movePorts(
          parseEnv(readFileSync(join(folder, '.env.example'), 'utf8')),
          Number(process['MUDBRICK_PORT_OFFSET'] ?? 0),
        ),
        process['MUDBRICK_SCHEME'],
      )
  return { ...variables, ...pick(process, [...pageVariables, ...serverVariables]) }
}

/** A sentence when MUDBRICK_PORT_OFFSET is no distance between ports. */
export function findOffsetFault(process: Environment): string | undefined {
  if (/^\d{0,5}$/.test(process['MUDBRICK_PORT_OFFSET'] ?? '')) return undefined
  return 'MUDBRICK_PORT_OFFSET is not a whole number: put one, such as 100, or unset it.'
}

/** Moves the port of this example, and of every address on this computer, by the same distance. */
export function movePorts(variables: Environment, offset: number): Environment {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      name === 'PORT' ? String(Number(value) + offset) : movePort(value, offset),
    ]),
  )
}

/** Lets every address on this computer be plain HTTP, when that is the scheme. */
export function moveToScheme(variables: Environment, scheme: string | undefined): Environment {
  if (scheme !== 'http') return variables
  const moved = Object.entries(variables).map(([name, value]) => {
    const url = value === undefined ? null : URL.parse(value)
    const isLocal = url !== null && isLoopback(url)
    return [name, isLocal ? value?.replace(/^https:/, 'http:') : value]
  })
  return { ...Object.fromEntries(moved), HTTPS: 'false' }
}

const serverVariables = [
  'AEM_API_YAML_FILE',
  'AEM_CORS_POLICY_FILE',
  'HTTPS',
  'PORT',
  'SSL_CRT_FILE',
  'SSL_KEY_FILE',
] as const

function movePort(value: string | undefined, offset: number): string | undefined {
  const url = value === undefined ? null : URL.parse(value)
  if (value === undefined || url === null || url.port === '' || !isLoopback(url)) return value
  return value.replace(url.host, `${url.hostname}:${Number(url.port) + offset}`)
}

function pick(variables: Environment, names: readonly string[]): Environment {
  return Object.fromEntries(
    names.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  )
}
