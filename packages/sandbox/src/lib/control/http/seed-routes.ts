import { createRoute, z } from '@hono/zod-openapi'

import { seedSchemas } from '../../seed/schema.ts'
import type { SeedCredential, SeedOrganization, SeedUser } from '../../seed/seed.ts'
import { controlProblem } from './problem.ts'
import type { SandboxResources, UserChange } from '../resources.ts'
import { answer, answers, idOfPath, jsonBody, removed, type ControlApp } from './operation.ts'

/** Users, organizations and credentials: what a seed holds. */
export function addSeedRoutes(app: ControlApp): void {
  addCollectionRoutes<SeedUser, UserChange, Partial<SeedUser>>(app, {
    one: 'user',
    many: 'users',
    named: 'e-mail address or id',
    summaries: {
      list: 'Lists the users, with their passwords',
      add: 'Adds a user, or changes the one with the same e-mail address',
    },
    schemas: {
      shown: seedSchemas.user,
      added: seedSchemas.userChange,
      changed: seedSchemas.userPatch,
    },
    list: ({ users }) => users.list(),
    find: ({ users }, name) => users.get(name),
    add: ({ users }, added) => users.put(added),
    change: ({ users }, name, changed) => {
      const { email } = users.get(name)
      if (changed.email !== undefined && changed.email !== email) return undefined
      return users.put({ ...changed, email })
    },
    remove: ({ users }, name) => users.remove(name),
  })
  addCollectionRoutes<SeedOrganization, SeedOrganization, SeedOrganization>(app, {
    one: 'organization',
    many: 'organizations',
    named: 'id',
    summaries: {
      list: 'Lists the organizations and their product profiles',
      add: 'Adds an organization, in the place of one with the same id',
    },
    schemas: {
      shown: seedSchemas.organization,
      added: seedSchemas.organization,
      changed: seedSchemas.organization,
    },
    list: ({ organizations }) => organizations.list(),
    find: ({ organizations }, name) => organizations.list().find(({ id }) => id === name),
    add: ({ organizations }, added) => {
      organizations.put(added)
      return added
    },
    change: ({ organizations }, name, changed) => {
      if (changed.id !== name) return undefined
      organizations.put(changed)
      return changed
    },
    remove: ({ organizations }, name) => organizations.remove(name),
  })
  addCollectionRoutes<SeedCredential, SeedCredential, SeedCredential>(app, {
    one: 'credential',
    many: 'credentials',
    named: 'client id',
    summaries: {
      list: 'Lists the OAuth credentials, with their secrets',
      add: 'Adds a credential, in the place of one with the same client id',
    },
    schemas: {
      shown: seedSchemas.credential,
      added: seedSchemas.credential,
      changed: seedSchemas.credential,
    },
    list: ({ credentials }) => credentials.list(),
    find: ({ credentials }, name) => credentials.list().find(({ clientId }) => clientId === name),
    add: ({ credentials }, added) => {
      credentials.put(added)
      return added
    },
    change: ({ credentials }, name, changed) => {
      if (changed.clientId !== name) return undefined
      credentials.put(changed)
      return changed
    },
    remove: ({ credentials }, name) => credentials.remove(name),
  })
}

/** A collection of a seed: what the five operations on it call it, take, and do. */
interface Collection<Shown, Added, Changed> {
  readonly one: string
  readonly many: string
  /** What names one of them in a path. */
  readonly named: string
  readonly summaries: { readonly list: string; readonly add: string }
  readonly schemas: {
    readonly shown: z.ZodType
    readonly added: z.ZodType<Added>
    readonly changed: z.ZodType<Changed>
  }
  readonly list: (resources: SandboxResources) => readonly Shown[]
  readonly find: (resources: SandboxResources, name: string) => Shown | undefined
  readonly add: (resources: SandboxResources, added: Added) => Shown
  /** Nothing when the change would give it another name. */
  readonly change: (
    resources: SandboxResources,
    name: string,
    changed: Changed,
  ) => Shown | undefined
  readonly remove: (resources: SandboxResources, name: string) => boolean
}

function addCollectionRoutes<Shown, Added, Changed>(
  app: ControlApp,
  collection: Collection<Shown, Added, Changed>,
): void {
  const { one, many, named, schemas } = collection
  const path = `/control/${many}`
  app.openapi(
    createRoute({
      method: 'get',
      path,
      summary: collection.summaries.list,
      responses: answers(200, `The ${many}.`, z.array(schemas.shown)),
    }),
    (c) => answer(collection.list(c.env.control.resources)),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path,
      summary: collection.summaries.add,
      request: jsonBody(schemas.added),
      responses: answers(200, `The ${one} as it is now.`, schemas.shown),
    }),
    (c) => {
      const added: Added = c.req.valid('json')
      return answer(collection.add(c.env.control.resources, added))
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: `${path}/{id}`,
      summary: `Shows the ${one} with that ${named}`,
      request: { params: idOfPath },
      responses: answers(200, `The ${one}.`, schemas.shown),
    }),
    (c) => {
      const found = collection.find(c.env.control.resources, c.req.valid('param').id)
      return found === undefined ? removed(false, one, path) : answer(found)
    },
  )
  app.openapi(
    createRoute({
      method: 'put',
      path: `${path}/{id}`,
      summary: `Changes the ${one} with that ${named}`,
      request: { params: idOfPath, ...jsonBody(schemas.changed) },
      responses: answers(200, `The ${one} as it is now.`, schemas.shown),
    }),
    (c) => {
      const changed: Changed = c.req.valid('json')
      const shown = collection.change(c.env.control.resources, c.req.valid('param').id, changed)
      return shown === undefined ? differentName(one, named, path) : answer(shown)
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: `${path}/{id}`,
      summary: `Removes the ${one} with that ${named}`,
      request: { params: idOfPath },
      responses: answers(204, 'It is gone.'),
    }),
    (c) => {
      const isRemoved = collection.remove(c.env.control.resources, c.req.valid('param').id)
      return removed(isRemoved, one, path)
    },
  )
}

function differentName(one: string, named: string, path: string): Response {
  return controlProblem(
    409,
    `The body names another ${one} than the path: leave the ${named} as it is in the path, or add another with POST ${path}.`,
  )
}
