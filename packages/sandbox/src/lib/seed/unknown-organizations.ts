import { pathText, type Problem } from '../wire/schema.ts'
import type { Seed, SeedAdditions } from './seed.ts'

/**
 * Users and technical accounts of an organization or product profile that there is not. They would have no rights, and
 * no answer would say why.
 */
export function findUnknownOrganizations(
  { users = [], credentials = [], organizations = [] }: SeedAdditions,
  shipped: Pick<Seed, 'organizations'>,
): readonly Problem[] {
  const known = new Map(
    [...shipped.organizations, ...organizations].map(({ id, productProfiles }) => [
      id,
      productProfiles.map(({ name }) => name),
    ]),
  )
  const members: readonly Member[] = [
    ...users.map((user, index) => ({ ...user, keys: ['users', index] })),
    ...credentials.flatMap((credential, index) =>
      credential.type === 'server-to-server'
        ? [{ ...credential.technicalAccount, keys: ['credentials', index, 'technicalAccount'] }]
        : [],
    ),
  ]
  return members.flatMap(({ organization, productProfiles = [], keys }) => {
    if (organization === undefined) return []
    const profiles = known.get(organization)
    const names = [...known.keys()].join(', ')
    if (profiles === undefined) {
      const advice = `there is no organization ${organization}; add it to organizations, or use ${names}`
      return [createProblem([...keys, 'organization'], organization, advice)]
    }
    return productProfiles.flatMap((profile, index) => {
      if (profiles.includes(profile)) return []
      const advice = `${organization} has no product profile ${JSON.stringify(profile)}; it has ${profiles.join(', ') || 'none'}`
      return [createProblem([...keys, 'productProfiles', index], profile, advice)]
    })
  })
}

interface Member {
  readonly keys: readonly (string | number)[]
  readonly organization?: string
  readonly productProfiles?: readonly string[]
}

function createProblem(keys: readonly (string | number)[], input: string, advice: string): Problem {
  return { path: pathText(keys), keys, input, advice }
}
