import type { CredentialRegistration } from '@mudbrick/doctor'

import type { ProjectFile } from './find-files.ts'

/**
 * Reads a project as the Developer Console downloads it, for the credential of this client id; of the first
 * user credential where no client id is known. Its `redirect_uri` are the patterns.
 */
export function readConsoleDownload(
  { file, text }: ProjectFile,
  clientId: string | undefined,
): CredentialRegistration | undefined {
  const credentials = listCredentials(text)
  const clientIds = credentials.flatMap((credential) => clientIdOf(credential) ?? [])
  if (clientIds.length === 0) return undefined
  const own = credentials.find((credential) =>
    clientId === undefined ? 'oauth2' in credential : clientIdOf(credential) === clientId,
  )
  const oauth2 = own ? recordOf(own['oauth2']) : {}
  const patterns = oauth2['redirect_uri']
  const defaultUri = oauth2['defaultRedirectUri']
  return {
    file,
    clientIds,
    ...(Array.isArray(patterns) && {
      redirectUriPatterns: patterns.filter((pattern) => typeof pattern === 'string'),
    }),
    ...(typeof defaultUri === 'string' && { defaultRedirectUri: defaultUri }),
    lines: findLines(text, [defaultUri, ...(Array.isArray(patterns) ? patterns : [])]),
  }
}

/** The line of each pattern, and of the default redirect URI under its key. */
function findLines(text: string, patterns: readonly unknown[]): Readonly<Record<string, number>> {
  const lineOf = (part: string): number | undefined => {
    const at = text.indexOf(part)
    return at < 0 ? undefined : text.slice(0, at).split('\n').length
  }
  const entries = [
    ['defaultRedirectUri', lineOf('"defaultRedirectUri"')] as const,
    ...patterns.map((pattern) => [String(pattern), lineOf(JSON.stringify(pattern))] as const),
  ]
  return Object.fromEntries(
    entries.flatMap(([key, line]) => (line === undefined ? [] : [[key, line]])),
  )
}

function listCredentials(text: string): readonly Readonly<Record<string, unknown>>[] {
  const project = recordOf(recordOf(parse(text))['project'])
  const { credentials } = recordOf(recordOf(project['workspace'])['details'])
  return Array.isArray(credentials) ? credentials.map(recordOf) : []
}

function clientIdOf(credential: Readonly<Record<string, unknown>>): string | undefined {
  for (const kind of ['oauth2', 'oauth_server_to_server', 'api_key']) {
    const id = recordOf(credential[kind])['client_id']
    if (typeof id === 'string') return id
  }
  return undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
