/** The version of the tables below. It rises when they change. */
export const schemaVersion = 1

/**
 * Creates the tables where there are none. One message of several statements is one transaction, in
 * which processes that start at once take turns. What exists is not touched, as even that would wait
 * for the transactions of others.
 */
export const postgresSchema: string = `
select pg_advisory_xact_lock(1836410466);

do $$
begin
  if to_regclass('mudbrick_grants') is not null then
    return;
  end if;

  -- Ids, keys and hashes are compared byte by byte, not by the rules of a language.
  create table mudbrick_grants (
    id text collate "C" primary key,
    version bigint not null,
    client_id text collate "C" not null,
    subject_hash text collate "C",
    key_id text collate "C" not null,
    due_at double precision,
    is_revocation_pending boolean not null,
    sealed text not null
  ) with (fillfactor = 80);

  -- What is sealed looks random: compressing it would only take time.
  alter table mudbrick_grants alter column sealed set storage external;

  create index mudbrick_grants_due on mudbrick_grants (client_id, due_at, id)
    where due_at is not null;
  create index mudbrick_grants_key on mudbrick_grants (client_id, key_id, id);
  create index mudbrick_grants_revocation on mudbrick_grants (client_id, id)
    where is_revocation_pending;
  create index mudbrick_grants_subject on mudbrick_grants (client_id, subject_hash, id)
    where subject_hash is not null;

  -- Clients have different keys: without it, the planner expects too few records of a client and a key.
  create statistics mudbrick_grants_keys (mcv) on client_id, key_id from mudbrick_grants;

  create table if not exists mudbrick_leases (
    name text collate "C" primary key,
    holder uuid not null,
    ends_at timestamptz not null
  );

  create sequence if not exists mudbrick_fences;

  create table if not exists mudbrick_schema (
    is_only_row boolean primary key default true check (is_only_row),
    version integer not null
  );

  insert into mudbrick_schema (version) values (${schemaVersion}) on conflict do nothing;
end
$$;
`
