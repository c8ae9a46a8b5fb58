import type { SandboxOrigins, SeedCredential } from '@mudbrick/sandbox'

/** Something to copy into an application. */
export interface Snippet {
  readonly name: string
  readonly code: string
}

/** What an application needs to use a credential: variables with the names of the tutorials, code, `api.yaml`. */
export function writeSnippets(
  credential: SeedCredential,
  origins: SandboxOrigins,
): readonly Snippet[] {
  return [
    { name: '.env', code: writeVariables(credential, origins) },
    ...(credential.type === 'server-to-server'
      ? []
      : [{ name: 'page', code: writePage(credential, origins) }]),
    ...(credential.secrets === undefined
      ? []
      : [{ name: 'server', code: writeCurl(credential, origins) }]),
    { name: 'test', code: writeTest(credential) },
    ...(credential.scopes.some((scope) => scope.startsWith('aem.'))
      ? [{ name: 'api.yaml', code: writeApiYaml(credential) }]
      : []),
  ]
}

function writeVariables(credential: SeedCredential, origins: SandboxOrigins): string {
  const { clientId, scopes, secrets } = credential
  const uri = credential.type === 'server-to-server' ? undefined : credential.defaultRedirectUri
  if (secrets !== undefined) {
    return writeLines({
      COMMERCE_IMS: origins.ims,
      COMMERCE_CLIENT_ID: clientId,
      COMMERCE_CLIENT_SECRET: secrets[0],
      COMMERCE_SCOPES: scopes.join(','),
      COMMERCE_REDIRECT_URI: uri,
      COMMERCE_ORIGIN: origins.commerce,
    })
  }
  if (!scopes.some((scope) => scope.startsWith('aem.'))) {
    return writeLines({
      EXPRESS_IMS: origins.ims,
      EXPRESS_CLIENT_ID: clientId,
      EXPRESS_SCOPES: scopes.join(','),
    })
  }
  return writeLines({
    REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT: `${origins.ims}/ims/authorize/v2`,
    REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT: `${origins.ims}/ims/token/v3`,
    REACT_APP_ADOBE_IMS_USERINFO_ENDPOINT: `${origins.ims}/ims/userinfo/v2`,
    REACT_APP_ADC_CLIENT_ID: clientId,
    REACT_APP_ADC_SCOPES: scopes.join(','),
    REACT_APP_AEM_ASSET_HOSTNAME: origins.aem,
    REACT_APP_REDIRECT_URI: uri,
  })
}

function writeLines(variables: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(variables)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join('\n')
}

function writePage(
  credential: Exclude<SeedCredential, { readonly type: 'server-to-server' }>,
  { ims }: SandboxOrigins,
): string {
  return `const address = new URL('${ims}/ims/authorize/v2')
address.search = new URLSearchParams({
  client_id: '${credential.clientId}',
  scope: '${credential.scopes.join(',')}',
  response_type: 'code',
  redirect_uri: '${credential.defaultRedirectUri}',
  code_challenge: challenge,
  code_challenge_method: 'S256',
  state,
}).toString()
location.assign(address)`
}

/** As the tutorial prints it for Commerce. */
function writeCurl(credential: SeedCredential, { ims }: SandboxOrigins): string {
  const grant =
    credential.type === 'server-to-server'
      ? `grant_type=client_credentials&client_id=${credential.clientId}&client_secret=$CLIENT_SECRET&scope=${credential.scopes.join(',')}`
      : `grant_type=authorization_code&client_id=${credential.clientId}&client_secret=$CLIENT_SECRET&code=$CODE`
  return `curl -X POST '${ims}/ims/token/v3' \\
  -H 'Content-Type: application/x-www-form-urlencoded' \\
  -d "${grant}"`
}

function writeTest(credential: SeedCredential): string {
  const { secrets, ...rest } = credential
  const seed = { ...rest, ...(secrets !== undefined && { secrets: ['a-secret-for-tests'] }) }
  const text = JSON.stringify(seed, undefined, 2).replaceAll('\n', '\n  ')
  return `const sandbox = await createSandbox({\n  seed: { credentials: [${text}] },\n})`
}

function writeApiYaml({ clientId }: SeedCredential): string {
  return `kind: 'API'
version: '1'
metadata:
  envTypes: ['dev', 'stage', 'prod']
data:
  allowedClientIDs:
    author:
      - '${clientId}'`
}
