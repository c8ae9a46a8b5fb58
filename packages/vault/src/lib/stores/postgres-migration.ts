import { ConfigurationError } from '@mudbrick/http'
import type { PostgresResult } from './postgres-pool.ts'
import { postgresSchema, schemaVersion } from './postgres-schema.ts'

/** Sends a statement without parameters, and fails as a store does. */
type Send = (text: string) => Promise<PostgresResult>

/**
 * Creates the tables of the vault where there are none, and checks those that are there.
 *
 * @throws {@link ConfigurationError} when the database or its tables cannot be used
 */
export async function migratePostgres(send: Send): Promise<void> {
  await checkServer(send)
  await send(postgresSchema)
  await checkSchemaVersion(send)
}

const oldestServerVersion = 15

async function checkServer(send: Send): Promise<void> {
  const { rows } = await send(serverSettings)
  const [settings = {}] = rows
  const version = Math.floor(Number(settings['version_number']) / 10_000)
  if (version < oldestServerVersion) {
    throw invalid(
      `The database is PostgreSQL ${version}, which is too old: upgrade it to ${oldestServerVersion} or newer.`,
    )
  }
  if (settings['synchronous_commit'] === 'off') {
    throw invalid(
      'The database may lose what it has acknowledged, and a refresh token with it: set synchronous_commit to on.',
    )
  }
}

const serverSettings = `
select current_setting('server_version_num')::integer as version_number,
  current_setting('synchronous_commit') as synchronous_commit`

async function checkSchemaVersion(send: Send): Promise<void> {
  const { rows } = await send(`select to_regclass('mudbrick_schema') is not null as is_known`)
  if (rows[0]?.['is_known'] !== true) {
    throw invalid(
      'The tables of the vault in the database are those of a development version: drop the tables mudbrick_grants and mudbrick_leases and the sequence mudbrick_fences, then start again; users have to sign in again.',
    )
  }
  const schema = await send('select version from mudbrick_schema')
  const version = schema.rows[0]?.['version']
  if (version === schemaVersion) return
  throw invalid(
    `The tables of the vault in the database have schema version ${String(version)}, and this release of @mudbrick/vault needs ${schemaVersion}: use the release that created them, or a newer one.`,
  )
}

function invalid(message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'pool', message)
}
