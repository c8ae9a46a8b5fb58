import { ConfigurationError } from '@mudbrick/http'
import type { SqliteConnection } from './sqlite-connection.ts'
import { makeFilePrivate } from './sqlite-file.ts'

/** Tells the file of a store from that of another application: the letters MudB. */
const applicationId = 0x4d_75_64_42
const schemaVersion = 1

/**
 * Checks that a file is that of a store, or empty, and creates the tables where there are none.
 * Writes nothing to a file that it refuses.
 *
 * @throws {@link ConfigurationError} when it is the file of another application, or of a newer schema
 */
export function prepareSqliteSchema(connection: SqliteConnection, file: string): void {
  const isNew = checkOwner(connection, file)
  // The other files of the store get the mode of this one when they are created.
  makeFilePrivate(file)
  switchToWal(connection, file)
  if (isNew) createSchema(connection)
}

/** Returns whether there are no tables yet. */
function checkOwner(connection: SqliteConnection, file: string): boolean {
  const { owner, version, objects } = readOwner(connection)
  if (owner === 0 && objects === 0) return true
  if (owner !== applicationId) {
    throw refuse(`${file} is the database of another application: name another file.`)
  }
  if (version <= schemaVersion) return false
  throw refuse(
    `${file} was written by a newer release of @mudbrick/vault (its schema is ${version}, this release knows ${schemaVersion}): update @mudbrick/vault here.`,
  )
}

/** Reads all of it at one moment, since another process may be creating the tables. */
function readOwner(connection: SqliteConnection): Owner {
  connection.exec('begin')
  try {
    return {
      owner: Number(connection.ask('pragma store.application_id')),
      version: Number(connection.ask('pragma store.user_version')),
      objects: Number(connection.ask('select count(*) from store.sqlite_schema')),
    }
  } finally {
    connection.rollBack()
  }
}

interface Owner {
  readonly owner: number
  readonly version: number
  readonly objects: number
}

function switchToWal(connection: SqliteConnection, file: string): void {
  const mode = connection.ask('pragma store.journal_mode = wal')
  if (mode === 'wal') return
  throw refuse(
    `SQLite cannot keep a write-ahead log beside ${file} (its journal mode stays ${String(mode)}): name a file on a local disk.`,
  )
}

/** Of several processes that start at once, one creates the tables, and the others wait for it. */
function createSchema(connection: SqliteConnection): void {
  connection.exec('begin immediate')
  try {
    if (connection.ask('pragma store.user_version') === 0) connection.exec(schema)
    connection.exec('commit')
  } catch (error) {
    connection.rollBack()
    throw error
  }
}

// The longest column is the last one: the others are then read without it.
const schema = `
create table store.grants (
  id text not null primary key,
  version integer not null,
  client_id text not null,
  subject_hash text,
  key_id text not null,
  due_at real,
  is_revocation_pending integer not null,
  sealed text not null
) strict;

create index store.grants_due on grants (client_id, due_at, id) where due_at is not null;
create index store.grants_by_key on grants (client_id, key_id, id);
create index store.grants_to_revoke on grants (client_id, id) where is_revocation_pending = 1;
create index store.grants_by_subject on grants (client_id, subject_hash, id)
  where subject_hash is not null;

create table store.grant_counts (
  client_id text not null,
  key_id text not null,
  records integer not null,
  primary key (client_id, key_id)
) strict, without rowid;

create trigger store.grants_added after insert on grants begin
  insert into grant_counts values (new.client_id, new.key_id, 1)
    on conflict do update set records = records + 1;
end;

create trigger store.grants_removed after delete on grants begin
  update grant_counts set records = records - 1
    where client_id = old.client_id and key_id = old.key_id;
  delete from grant_counts
    where client_id = old.client_id and key_id = old.key_id and records = 0;
end;

create trigger store.grants_moved after update of client_id, key_id on grants
  when old.client_id <> new.client_id or old.key_id <> new.key_id begin
  update grant_counts set records = records - 1
    where client_id = old.client_id and key_id = old.key_id;
  delete from grant_counts
    where client_id = old.client_id and key_id = old.key_id and records = 0;
  insert into grant_counts values (new.client_id, new.key_id, 1)
    on conflict do update set records = records + 1;
end;

create table store.leases (
  name text not null primary key,
  fence integer not null,
  until_ms real not null,
  ttl_ms real not null
) strict, without rowid;

create table store.fences (last integer not null) strict;
insert into fences values (0);

pragma store.application_id = ${applicationId};
pragma store.user_version = ${schemaVersion};
`

function refuse(message: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'file', message)
}
