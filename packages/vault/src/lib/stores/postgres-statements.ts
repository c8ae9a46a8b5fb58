/** A statement that each connection prepares once. */
export interface PostgresStatement {
  readonly name: string
  readonly text: string
}

export const readStatement: PostgresStatement = {
  name: 'mudbrick_read',
  text: `select version, key_id, due_at, is_revocation_pending, sealed from mudbrick_grants where id = $1`,
}

export const insertStatement: PostgresStatement = {
  name: 'mudbrick_insert',
  text: `
    insert into mudbrick_grants (id, version, key_id, due_at, is_revocation_pending, sealed)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (id) do nothing`,
}

export const updateStatement: PostgresStatement = {
  name: 'mudbrick_update',
  text: `
    update mudbrick_grants
    set version = $2, key_id = $3, due_at = $4, is_revocation_pending = $5, sealed = $6
    where id = $1 and version = $7`,
}

export const deleteStatement: PostgresStatement = {
  name: 'mudbrick_delete',
  text: `delete from mudbrick_grants where id = $1 and version = $2`,
}

/** The fence is drawn when the lease is won, so that who waited for it does not get an old one. */
export const leaseStatement: PostgresStatement = {
  name: 'mudbrick_lease',
  text: `
    insert into mudbrick_leases as present (name, holder, ends_at)
    values ($1, gen_random_uuid(), clock_timestamp() + $2::float8 * interval '1 millisecond')
    on conflict (name) do update
      set holder = gen_random_uuid(),
        ends_at = clock_timestamp() + $2::float8 * interval '1 millisecond'
      where present.ends_at <= clock_timestamp()
    returning holder, nextval('mudbrick_fences')::float8 as fence`,
}

export const renewStatement: PostgresStatement = {
  name: 'mudbrick_renew',
  text: `
    update mudbrick_leases
    set ends_at = clock_timestamp() + $3::float8 * interval '1 millisecond'
    where name = $1 and holder = $2`,
}

export const releaseStatement: PostgresStatement = {
  name: 'mudbrick_release',
  text: `delete from mudbrick_leases where name = $1 and holder = $2`,
}

export const scanDueStatement: PostgresStatement = {
  name: 'mudbrick_scan_due',
  text: `
    select id, due_at from mudbrick_grants
    where due_at <= $1 and (due_at, id) > ($2, $3)
    order by due_at, id
    limit $4`,
}

export const scanKeyStatement: PostgresStatement = {
  name: 'mudbrick_scan_key',
  text: `select id from mudbrick_grants where key_id = $1 and id > $2 order by id limit $3`,
}

export const scanRevocationStatement: PostgresStatement = {
  name: 'mudbrick_scan_revocation',
  text: `
    select id from mudbrick_grants
    where is_revocation_pending and id > $1
    order by id
    limit $2`,
}

/** Goes from the first record of one key to the first of the next. */
export const keyIdsStatement: PostgresStatement = {
  name: 'mudbrick_key_ids',
  text: `
    with recursive keys (key_id) as (
      (select key_id from mudbrick_grants order by key_id limit 1)
      union all
      select (
        select key_id from mudbrick_grants
        where key_id > keys.key_id
        order by key_id
        limit 1
      )
      from keys where keys.key_id is not null
    )
    select key_id from keys where key_id is not null`,
}

/** Counts as far as that is quick, and trusts the planner's estimate beyond. */
export const countStatement: PostgresStatement = {
  name: 'mudbrick_count',
  text: `
    with counted as (select count(*)::float8 as count from (select from mudbrick_grants limit 10001))
    select case
      when count <= 10000 then count
      else greatest(
        count,
        (select reltuples from pg_class where oid = 'mudbrick_grants'::regclass)::float8
      )
    end as count
    from counted`,
}
