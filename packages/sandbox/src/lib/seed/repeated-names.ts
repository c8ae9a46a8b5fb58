import type { SeedAdditions } from './seed.ts'

/** What is there twice under one name: the sandbox would keep the last one, and no answer would say so. */
export function findRepeatedNames({
  users = [],
  organizations = [],
  credentials = [],
}: SeedAdditions): readonly {
  readonly path: readonly (string | number)[]
  readonly advice: string
}[] {
  return [
    ...findRepeated(
      'users',
      'email',
      users.map(({ email }) => email),
    ),
    ...findRepeated(
      'organizations',
      'id',
      organizations.map(({ id }) => id),
    ),
    ...findRepeated(
      'credentials',
      'clientId',
      credentials.map(({ clientId }) => clientId),
    ),
  ]
}

function findRepeated(
  list: string,
  member: string,
  names: readonly string[],
): ReturnType<typeof findRepeatedNames> {
  return names.flatMap((name, index) => {
    const first = names.indexOf(name)
    if (first === index) return []
    const advice = `${list}[${first}] has ${JSON.stringify(name)} too; correct one of them, or leave it out`
    return [{ path: [list, index, member], advice }]
  })
}
