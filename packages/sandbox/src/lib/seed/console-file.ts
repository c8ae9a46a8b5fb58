import * as v from 'valibot'

import { invalidConfiguration } from '../sandbox-error.ts'
import { isObject } from '../wire/json-body.ts'
import { optional, requireShape, text, type Problem } from '../wire/schema.ts'
import type { SeedAdditions, SeedCredential } from './seed.ts'

/** What becomes of a file that was downloaded from Adobe's Developer Console. */
export interface ConsoleImport {
  /** Of the project, if the file says. */
  readonly title?: string
  readonly description?: string
  readonly seed: SeedAdditions
  /** What the format does not carry, and what the sandbox does not take, a sentence each. */
  readonly notices: readonly string[]
  /** Where in the file a member of the seed comes from. */
  readonly pathInFile: (keys: readonly unknown[]) => readonly unknown[]
}

/** Such a file, read. */
export interface ReadConsoleFile {
  /** The credentials that need scopes, and the services that these are for. */
  readonly question: ScopeQuestion
  /**
   * Makes a seed of it. Its redirect URIs are patterns with two backslashes, which stay as they are.
   *
   * @param scopes Of the credentials with which users sign in: the format does not carry them.
   * @throws {@link SandboxError} `invalid_configuration` where the scopes are missing.
   */
  convert(scopes?: readonly string[]): ConsoleImport
}

/** What a user has to know to name the scopes of a file. */
export interface ScopeQuestion {
  /** Names of the credentials with which users sign in. */
  readonly credentials: readonly string[]
  /** Names of the services of the project. */
  readonly services: readonly string[]
}

const texts = v.array(text())

const consoleCredential = v.looseObject({
  name: v.string(),
  integration_type: text(),
  oauth2: optional(
    v.looseObject({
      client_id: text(),
      client_secret: optional(text()),
      redirect_uri: texts,
      defaultRedirectUri: text(),
    }),
  ),
  oauth_server_to_server: optional(
    v.looseObject({
      client_id: text(),
      client_secrets: texts,
      technical_account_email: text(),
      technical_account_id: text(),
      scopes: texts,
    }),
  ),
})

const consoleWorkspace = v.looseObject({
  details: optional(
    v.looseObject({
      credentials: optional(v.array(consoleCredential)),
      services: optional(v.array(v.looseObject({ name: v.string() }))),
    }),
  ),
})

const consoleFileSchema = v.looseObject({
  project: optional(
    v.looseObject({
      title: optional(v.string()),
      description: optional(v.string()),
      org: optional(
        v.looseObject({
          name: v.string(),
          ims_org_id: text(/^\S+@AdobeOrg$/, 'end the id with "@AdobeOrg"'),
        }),
      ),
      workspace: optional(consoleWorkspace),
    }),
  ),
  workspace: optional(consoleWorkspace),
})

type ConsoleFile = v.InferOutput<typeof consoleFileSchema>
type ConsoleCredential = v.InferOutput<typeof consoleCredential>

/** Whether a file is a project or workspace as the Developer Console downloads it. */
export function isConsoleFile(value: unknown): boolean {
  return isObject(value) && (isObject(value['project']) || isObject(value['workspace']))
}

/**
 * Reads a project as the Developer Console downloads it (`console.json`, `workspace.json`).
 *
 * @see https://github.com/adobe/aio-cli-plugin-app/blob/master/schema/config.schema.json
 * @throws {@link SandboxError} `invalid_configuration`, naming what is wrong.
 */
export function readConsoleFile(
  value: unknown,
  where: string,
  show?: (problem: Problem) => string,
): ReadConsoleFile {
  const file = requireShape(consoleFileSchema, value, `The file ${where}`, show)
  const { credentials, services } = detailsOf(file)
  const question = {
    credentials: credentials.filter(isOfUsers).map(({ name }) => name),
    services: services.map(({ name }) => name),
  }
  return {
    question,
    convert: (scopes) => {
      if (question.credentials.length === 0 || scopes !== undefined) return convert(file, scopes)
      throw invalidConfiguration(
        `The file ${where} is a download of Adobe's Developer Console, which does not carry the scopes of ${question.credentials.join(', ')}: give them with --scopes, such as --scopes openid,AdobeID,aem.folders; its services are ${question.services.join(', ') || 'none'}.`,
      )
    },
  }
}

function convert(file: ConsoleFile, scopes: readonly string[] = []): ConsoleImport {
  const { credentials, path } = detailsOf(file)
  const organization = file.project?.org
  const organizationId = organization?.ims_org_id ?? 'unknown@AdobeOrg'
  const notices: string[] = []
  const read = credentials.flatMap((credential, index) => {
    const found = readCredential(credential, organizationId, scopes)
    if (typeof found !== 'string') return [{ index, credential: found }]
    notices.push(`The credential ${credential.name} is left out: ${found}.`)
    return []
  })
  if (credentials.length === 0) {
    notices.push(
      'The file has no credentials: add an OAuth credential to the project, and download it again.',
    )
  }
  notices.push(
    `The file carries no users, product profiles, beta users and status: ${organization?.name ?? 'its organization'} gets one product profile with all rights, and the users of the sandbox sign in.`,
  )
  const { title, description } = file.project ?? {}
  return {
    ...(title !== undefined && title !== '' && { title }),
    ...(description !== undefined && { description }),
    notices,
    pathInFile: ([part, index, member, ...others]) => {
      if (part !== 'credentials') return ['project', 'org']
      const source = read[Number(index)]
      const kind = source?.credential.type === 'server-to-server' ? programMembers : userMembers
      return [...path, source?.index, ...(kind.get(String(member)) ?? []), ...others]
    },
    seed: {
      credentials: read.map(({ credential }) => credential),
      organizations: [
        {
          id: organizationId,
          name: organization?.name ?? 'Organization of the file',
          productProfiles: [
            {
              name: allRights,
              repositoryRights: ['read', 'write'],
              commerceResources: ['Magento_Backend::all'],
            },
          ],
        },
      ],
    },
  }
}

function detailsOf({ project, workspace }: ConsoleFile): {
  readonly credentials: readonly ConsoleCredential[]
  readonly services: readonly { readonly name: string }[]
  readonly path: readonly string[]
} {
  const above = workspace === undefined ? ['project'] : []
  const { credentials = [], services = [] } = (workspace ?? project?.workspace)?.details ?? {}
  return { credentials, services, path: [...above, 'workspace', 'details', 'credentials'] }
}

/** Where the file has the members of a seed's credential. */
const userMembers: ReadonlyMap<string, readonly string[]> = new Map([
  ['name', ['name']],
  ['clientId', ['oauth2', 'client_id']],
  ['secrets', ['oauth2', 'client_secret']],
  ['defaultRedirectUri', ['oauth2', 'defaultRedirectUri']],
  ['redirectUriPatterns', ['oauth2', 'redirect_uri']],
])

const programMembers: ReadonlyMap<string, readonly string[]> = new Map([
  ['name', ['name']],
  ['clientId', ['oauth_server_to_server', 'client_id']],
  ['secrets', ['oauth_server_to_server', 'client_secrets']],
  ['scopes', ['oauth_server_to_server', 'scopes']],
  ['technicalAccount', ['oauth_server_to_server']],
])

const allRights = 'All rights'

const userTypes: ReadonlyMap<string, 'single-page-app' | 'web-app' | 'native-app'> = new Map([
  ['oauthsinglepageapp', 'single-page-app'],
  ['oauthwebapp', 'web-app'],
  ['oauthweb', 'web-app'],
  ['oauthnativeapp', 'native-app'],
  ['oauthios', 'native-app'],
  ['oauthandroid', 'native-app'],
])

function isOfUsers(credential: ConsoleCredential): boolean {
  const read = readCredential(credential, '', [])
  return typeof read !== 'string' && read.type !== 'server-to-server'
}

/** The credential, or why there is none. */
function readCredential(
  { name, integration_type: kind, oauth2, oauth_server_to_server: program }: ConsoleCredential,
  organization: string,
  scopes: readonly string[],
): SeedCredential | string {
  const type = userTypes.get(kind)
  if (type !== undefined && oauth2 !== undefined) {
    const { client_id: clientId, client_secret: secret, redirect_uri: patterns } = oauth2
    if (type === 'web-app' && secret === undefined) return 'a web app needs its client_secret'
    return {
      type,
      clientId,
      name,
      ...(type === 'web-app' && secret !== undefined && { secrets: [secret] }),
      defaultRedirectUri: oauth2.defaultRedirectUri,
      redirectUriPatterns: patterns,
      scopes,
    }
  }
  if (program !== undefined) {
    return {
      type: 'server-to-server',
      clientId: program.client_id,
      name,
      secrets: program.client_secrets.slice(0, 2),
      scopes: program.scopes,
      technicalAccount: {
        id: program.technical_account_id,
        email: program.technical_account_email,
        organization,
        productProfiles: [allRights],
      },
    }
  }
  return `the sandbox does not know the type ${JSON.stringify(kind)}; it knows ${[...userTypes.keys()].join(', ')} and oauth_server_to_server`
}
