/**
 * Makes what is not there. One message of several statements is one transaction, in which processes
 * that start at once take turns. What exists is not touched, as even that would wait for others'
 * transactions.
 */
export const postgresSchema = `
select pg_advisory_xact_lock(1836410466);

do $$
begin
  if to_regclass('mudbrick_grants') is not null then
    return;
  end if;

  -- Bytes in the order of bytes: ids and keys are no words of any language.
  create table mudbrick_grants (
    id text collate "C" primary key,
    version integer not null,
    key_id text collate "C" not null,
    due_at double precision,
    is_revocation_pending boolean not null,
    sealed text not null
  ) with (fillfactor = 80);

  -- What is sealed looks random: to compress it is time lost.
  alter table mudbrick_grants alter column sealed set storage external;

  create index mudbrick_grants_due on mudbrick_grants (due_at, id) where due_at is not null;
  create index mudbrick_grants_key on mudbrick_grants (key_id, id);
  create index mudbrick_grants_revocation on mudbrick_grants (id) where is_revocation_pending;

  create table mudbrick_leases (
    name text collate "C" primary key,
    holder uuid not null,
    ends_at timestamptz not null
  );

  create sequence mudbrick_fences;
end
$$;
`
