/** A statement, with the name under which a connection can prepare it. */
export interface PostgresStatement {
  readonly name: string
  readonly text: string
}

export const readStatement: PostgresStatement = {
  name: 'mudbrick_read',
  text: `
    select version::float8 as version, client_id, subject_hash, key_id, due_at,
      is_revocation_pending, sealed
    from mudbrick_grants
    where id = $1`,
}

export const insertStatement: PostgresStatement = {
  name: 'mudbrick_insert',
  text: `
    insert into mudbrick_grants
      (id, version, client_id, subject_hash, key_id, due_at, is_revocation_pending, sealed)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (id) do nothing`,
}

export const updateStatement: PostgresStatement = {
  name: 'mudbrick_update',
  text: `
    update mudbrick_grants
    set version = $2, client_id = $3, subject_hash = $4, key_id = $5, due_at = $6,
      is_revocation_pending = $7, sealed = $8
    where id = $1 and version = $9`,
}

export const deleteStatement: PostgresStatement = {
  name: 'mudbrick_delete',
  text: `delete from mudbrick_grants where id = $1 and version = $2`,
}

/** The fence is drawn when the lease is won: a process that waited for it does not get an old one. */
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
    where client_id = $1 and due_at <= $2 and (due_at, id) > ($3, $4)
    order by due_at, id
    limit $5`,
}

export const scanKeyStatement: PostgresStatement = {
  name: 'mudbrick_scan_key',
  text: `
    select id from mudbrick_grants
    where client_id = $1 and key_id = $2 and id > $3
    order by id
    limit $4`,
}

export const scanRevocationStatement: PostgresStatement = {
  name: 'mudbrick_scan_revocation',
  text: `
    select id from mudbrick_grants
    where client_id = $1 and is_revocation_pending and id > $2
    order by id
    limit $3`,
}

export const scanSubjectStatement: PostgresStatement = {
  name: 'mudbrick_scan_subject',
  text: `
    select id from mudbrick_grants
    where client_id = $1 and subject_hash = $2 and id > $3
    order by id
    limit $4`,
}

/** How many records of a key are counted one by one; the number of more is estimated. */
export const exactCountLimit = 10_000

/** Goes from the first record of one key to the first of the next, and counts as far as it is quick. */
export const countByKeyStatement: PostgresStatement = {
  name: 'mudbrick_count_by_key',
  text: `
    with recursive keys (key_id) as (
      (select key_id from mudbrick_grants where client_id = $1 order by key_id limit 1)
      union all
      select (
        select key_id from mudbrick_grants
        where client_id = $1 and key_id > keys.key_id
        order by key_id
        limit 1
      )
      from keys where keys.key_id is not null
    )
    select key_id, (
      select count(*)::float8 from (
        select from mudbrick_grants
        where client_id = $1 and key_id = keys.key_id
        limit ${exactCountLimit + 1}
      ) as counted
    ) as records
    from keys where key_id is not null`,
}

/** Returns the plan of a count, in which the planner says how many records it expects. */
export const estimateStatement: PostgresStatement = {
  name: 'mudbrick_estimate',
  text: `
    explain (format json)
    select from mudbrick_grants where client_id = $1 and key_id = $2`,
}
