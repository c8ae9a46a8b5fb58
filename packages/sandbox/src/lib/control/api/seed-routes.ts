import { createRoute, z } from '@hono/zod-openapi'

import { seedSchemas } from '../../seed-schema.ts'
import type { SeedCredential, SeedOrganization, SeedUser } from '../../seed.ts'
import { controlProblem } from '../control-problem.ts'
import type { UserChange } from '../facades.ts'
import { answer, answers, done, idOfPath, jsonBody, removed, type ControlApp } from './operation.ts'

const { user, userChange, userPatch, organization, credential } = seedSchemas

/** Users, organizations and credentials: what a seed holds. */
export function addSeedRoutes(app: ControlApp): void {
  addUserRoutes(app)
  addOrganizationRoutes(app)
  addCredentialRoutes(app)
}

function addUserRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/users',
      summary: 'Lists the users, with their passwords',
      responses: answers(200, 'The users.', z.array(user)),
    }),
    (c) => answer(c.env.control.facades.users.list().map(showUser)),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/users',
      summary: 'Adds a user, or changes the one with the same e-mail address',
      request: jsonBody(userChange),
      responses: answers(200, 'The user as it is now.', user),
    }),
    (c) => {
      const change: UserChange = c.req.valid('json')
      return answer(showUser(c.env.control.facades.users.put(change)))
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/users/{id}',
      summary: 'Shows the user with that e-mail address or id',
      request: { params: idOfPath },
      responses: answers(200, 'The user.', user),
    }),
    (c) => answer(showUser(c.env.control.facades.users.get(c.req.valid('param').id))),
  )
  app.openapi(
    createRoute({
      method: 'put',
      path: '/control/users/{id}',
      summary: 'Changes the user with that e-mail address or id; what is not given stays',
      request: { params: idOfPath, ...jsonBody(userPatch) },
      responses: answers(200, 'The user as it is now.', user),
    }),
    (c) => {
      const { users } = c.env.control.facades
      const { email } = users.get(c.req.valid('param').id)
      const patch: Partial<SeedUser> = c.req.valid('json')
      if (patch.email !== undefined && patch.email !== email) {
        return differentName('email', 'The e-mail address')
      }
      return answer(showUser(users.put({ ...patch, email })))
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/users/{id}',
      summary: 'Removes the user with that e-mail address or id',
      request: { params: idOfPath },
      responses: answers(204, 'The user is gone.'),
    }),
    (c) => {
      const isRemoved = c.env.control.facades.users.remove(c.req.valid('param').id)
      return removed(isRemoved, 'user', '/control/users')
    },
  )
}

function addOrganizationRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/organizations',
      summary: 'Lists the organizations and their product profiles',
      responses: answers(200, 'The organizations.', z.array(organization)),
    }),
    (c) => answer(c.env.control.facades.organizations.list()),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/organizations',
      summary: 'Adds an organization, in the place of one with the same id',
      request: jsonBody(organization),
      responses: answers(204, 'It is there.'),
    }),
    (c) => {
      c.env.control.facades.organizations.put(c.req.valid('json'))
      return done()
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/organizations/{id}',
      summary: 'Shows one organization',
      request: { params: idOfPath },
      responses: answers(200, 'The organization.', organization),
    }),
    (c) => {
      const all = c.env.control.facades.organizations.list()
      const name = c.req.valid('param').id
      const found = all.find((candidate) => candidate.id === name)
      if (found !== undefined) return answer(found)
      return removed(false, 'organization', '/control/organizations')
    },
  )
  app.openapi(
    createRoute({
      method: 'put',
      path: '/control/organizations/{id}',
      summary: 'Adds the organization with that id, or replaces it',
      request: { params: idOfPath, ...jsonBody(organization) },
      responses: answers(204, 'It is there.'),
    }),
    (c) => {
      const replacement: SeedOrganization = c.req.valid('json')
      if (replacement.id !== c.req.valid('param').id) return differentName('id', 'The id')
      c.env.control.facades.organizations.put(replacement)
      return done()
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/organizations/{id}',
      summary: 'Removes an organization',
      request: { params: idOfPath },
      responses: answers(204, 'It is gone.'),
    }),
    (c) => {
      const isRemoved = c.env.control.facades.organizations.remove(c.req.valid('param').id)
      return removed(isRemoved, 'organization', '/control/organizations')
    },
  )
}

function addCredentialRoutes(app: ControlApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/credentials',
      summary: 'Lists the OAuth credentials, with their secrets',
      responses: answers(200, 'The credentials.', z.array(credential)),
    }),
    (c) => answer(c.env.control.facades.credentials.list()),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/control/credentials',
      summary: 'Adds a credential, in the place of one with the same client id',
      request: jsonBody(credential),
      responses: answers(204, 'It is there.'),
    }),
    (c) => {
      const added: SeedCredential = c.req.valid('json')
      c.env.control.facades.credentials.put(added)
      return done()
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/control/credentials/{id}',
      summary: 'Shows the credential with that client id',
      request: { params: idOfPath },
      responses: answers(200, 'The credential.', credential),
    }),
    (c) => {
      const all = c.env.control.facades.credentials.list()
      const name = c.req.valid('param').id
      const found = all.find(({ clientId }) => clientId === name)
      if (found !== undefined) return answer(found)
      return removed(false, 'credential', '/control/credentials')
    },
  )
  app.openapi(
    createRoute({
      method: 'put',
      path: '/control/credentials/{id}',
      summary: 'Adds the credential with that client id, or replaces it',
      request: { params: idOfPath, ...jsonBody(credential) },
      responses: answers(204, 'It is there.'),
    }),
    (c) => {
      const replacement: SeedCredential = c.req.valid('json')
      if (replacement.clientId !== c.req.valid('param').id) {
        return differentName('clientId', 'The client id')
      }
      c.env.control.facades.credentials.put(replacement)
      return done()
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/control/credentials/{id}',
      summary: 'Removes the credential with that client id',
      request: { params: idOfPath },
      responses: answers(204, 'It is gone.'),
    }),
    (c) => {
      const isRemoved = c.env.control.facades.credentials.remove(c.req.valid('param').id)
      return removed(isRemoved, 'credential', '/control/credentials')
    },
  )
}

/** The state adds to a user what follows from the seed; the caller gets what can be sent back. */
function showUser(found: SeedUser): SeedUser {
  const { id: userId, email, password, givenName, familyName, accountType } = found
  const { countryCode, organization: organizationId, productProfiles, note } = found
  return {
    id: userId,
    email,
    password,
    givenName,
    familyName,
    accountType,
    countryCode,
    ...(organizationId !== undefined && { organization: organizationId }),
    productProfiles,
    note,
  }
}

function differentName(property: string, what: string): Response {
  return controlProblem(
    409,
    `${what} of the body is not that of the path: leave the path's as it is, or add another with POST, where ${property} is free.`,
  )
}
