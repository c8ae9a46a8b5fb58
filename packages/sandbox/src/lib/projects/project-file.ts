import type { SeedCredential, SeedOrganization } from '../seed/seed.ts'
import type { Project } from '../state/project.ts'
import { findApi } from './project-rules.ts'

/** A project as the Developer Console downloads it. */
export interface ProjectFile {
  readonly project: object
}

/**
 * Writes a project as the Developer Console downloads it. The format has no room for scopes of users, product
 * profiles, beta users and reviews.
 *
 * @see https://github.com/adobe/aio-cli-plugin-app/blob/master/schema/config.schema.json
 */
export function writeProjectFile(
  { id, title, description, apis }: Project,
  organization: SeedOrganization,
  credentials: readonly SeedCredential[],
): ProjectFile {
  return {
    project: {
      id,
      name: title.replaceAll(/\W/g, '').slice(0, 20),
      title,
      description,
      org: { id: digitsOf(organization.id), name: organization.name, ims_org_id: organization.id },
      workspace: {
        id: `${id.slice(0, -1)}2`,
        name: 'Production',
        title: '',
        description: '',
        action_url: '',
        app_url: '',
        details: {
          credentials: credentials.map(writeCredential),
          services: apis.map(({ code }) => ({ code, name: findApi(code).name })),
          runtime: { namespaces: [] },
        },
      },
    },
  }
}

const types = {
  'single-page-app': 'oauthsinglepageapp',
  'web-app': 'oauthwebapp',
  'native-app': 'oauthnativeapp',
  'server-to-server': 'oauth_server_to_server',
} as const

function writeCredential(credential: SeedCredential): object {
  const { clientId, name, type, secrets = [], scopes } = credential
  const basics = { id: clientId, name, integration_type: types[type] }
  if (credential.type === 'server-to-server') {
    const { technicalAccount } = credential
    return {
      ...basics,
      oauth_server_to_server: {
        client_id: clientId,
        client_secrets: secrets,
        technical_account_email: technicalAccount.email,
        technical_account_id: technicalAccount.id,
        scopes,
      },
    }
  }
  const [secret] = secrets
  return {
    ...basics,
    oauth2: {
      client_id: clientId,
      ...(secret !== undefined && { client_secret: secret }),
      redirect_uri: credential.redirectUriPatterns,
      defaultRedirectUri: credential.defaultRedirectUri,
    },
  }
}

/** The Console numbers organizations; the sandbox takes the digits of the id. */
function digitsOf(organizationId: string): string {
  return organizationId.replaceAll(/\D/g, '').slice(0, 10)
}
