import { applicationVariables } from '../place.ts'
import type { ProgramFacts } from '../program-facts.ts'
import type { Rule } from '../rule.ts'
import { inSource, observeSource } from './source-place.ts'

const lowestNode: readonly [number, number] = [20, 19]

export const nodeVersionUnsupported: Rule = {
  code: 'node_version_unsupported',
  severity: 'warning',
  place: {},
  observe: ({ program }) => {
    if (!program || Object.keys(program.mudbrickVersions ?? {}).length === 0) return []
    return Object.entries(program.nodeVersions ?? {}).flatMap(([file, range]) =>
      isTooOld(range)
        ? [
            {
              file,
              sentence: `${file} takes Node.js ${range.trim()}, but Mudbrick needs 20.19 or newer.`,
              fix: 'Write >=20.19, or 22 or 24 where one version is named.',
            },
          ]
        : [],
    )
  },
}

/** The lowest version that a range takes, as far as it names one. */
function isTooOld(range: string): boolean {
  const versions = range.split('||').map((part) => /(\d+)(?:\.(\d+))?/.exec(part))
  return versions.some((version) => {
    if (!version || /^\s*</.test(range)) return false
    const [major, minor] = [Number(version[1]), Number(version[2] ?? (isBare(range) ? 99 : 0))]
    return major < lowestNode[0] || (major === lowestNode[0] && minor < lowestNode[1])
  })
}

/** A bare `20` in `.nvmrc` is the newest of its line. */
function isBare(range: string): boolean {
  return /^\s*v?\d+\s*$/.test(range) || /^[\^~]?\d+(?:\.x)?$/.test(range.trim())
}

export const mudbrickVersionsDiffer: Rule = {
  code: 'mudbrick_versions_differ',
  severity: 'warning',
  place: {},
  observe: ({ program }) => {
    const versions = Object.entries(program?.mudbrickVersions ?? {})
    // A private package of a workspace has the version 0.0.0.
    const numbers = versions
      .flatMap(([, range]) => /\d+\.\d+\.\d+/.exec(range)?.[0] ?? [])
      .filter((number) => number !== '0.0.0')
    if (!program || new Set(numbers).size < 2) return []
    return [
      {
        file: program.file,
        sentence: `${program.file} takes packages of Mudbrick in different versions (${[...new Set(numbers)].join(', ')}), which are released and tested together.`,
        fix: 'Give all of them the same version.',
      },
    ]
  },
}

/** Build tools hand only variables with their prefix to the page. */
export const variableNotExposed: Rule = {
  code: 'variable_not_exposed',
  severity: 'error',
  place: inSource,
  observe: (configuration) => {
    const { program, variables } = configuration
    if (!program || program.framework === 'none') return []
    const prefixes = program.publicPrefixes ?? usualPrefixes[program.framework]
    if (!prefixes) return []
    return observeSource(configuration, 'variable-read', ({ name, through, runsIn }) => {
      if (runsIn !== 'page' || prefixes.some((prefix) => name.startsWith(prefix))) return undefined
      if ((through === 'vite') !== (program.framework === 'vite')) return undefined
      if (!variables.some((variable) => variable.name === name)) return undefined
      return {
        sentence: `The page reads ${name}, which is undefined there: the build hands over only variables that begin with ${prefixes.join(' or ')}.`,
        fix: `Rename it to ${prefixes[0]}${name.replace(/^(?:REACT_APP|VITE|NEXT_PUBLIC)_/, '')}, in the file of variables and in the source.`,
      }
    })
  },
}

const usualPrefixes: Readonly<Partial<Record<ProgramFacts['framework'], readonly string[]>>> = {
  'create-react-app': ['REACT_APP_'],
  vite: ['VITE_'],
  next: ['NEXT_PUBLIC_'],
}

export const clientIdNotInConsole: Rule = {
  code: 'client_id_not_in_console',
  severity: 'warning',
  place: applicationVariables,
  observe: ({ clientId, credential }) =>
    !clientId || !credential?.file || credential.clientIds.includes(clientId.value)
      ? []
      : [
          {
            variable: clientId.name,
            sentence: `${clientId.name} is the client id of no credential in ${credential.file}.`,
            fix: 'Write the client id of the download, or download the project that has this credential.',
          },
        ],
}

/** Names and secrets that Mudbrick's sandbox ships, and that Adobe does not know. */
const sandboxValues: ReadonlySet<string> = new Set([
  'wknd-spa',
  'express-embed',
  'commerce-admin',
  'commerce-admin-secret',
  'mudbrick-cli',
  'wknd-native',
  'wknd-service',
  'wknd-service-secret',
])

export const sandboxValueAtAdobe: Rule = {
  code: 'sandbox_value_at_adobe',
  severity: 'error',
  place: applicationVariables,
  observe: ({ variables }) => {
    const isForAdobe = variables.some(({ value }) =>
      /^https?:\/\/[^/]*\.(?:adobelogin|adobeaemcloud|adobe)\.com(?:[:/]|$)/.test(value),
    )
    if (!isForAdobe) return []
    return variables
      .filter(({ name, value }) => sandboxValues.has(value) && /CLIENT|SECRET/.test(name))
      .map(({ name }) => ({
        variable: name,
        sentence: `${name} is a value of Mudbrick's sandbox, but other variables lead to Adobe, which does not know it.`,
        fix: 'Put the value of your own credential, which the Developer Console shows.',
      }))
  },
}

export const certificateFileMissing: Rule = {
  code: 'certificate_file_missing',
  // It may be made later, and lie outside of the repository.
  severity: 'warning',
  place: applicationVariables,
  observe: ({ certificates }) =>
    certificates
      .filter(({ state }) => state === 'missing' || state === 'unreadable')
      .map(({ variable, path, state }) => ({
        variable,
        sentence: `${variable} names ${path}, which ${state === 'missing' ? 'is not there' : 'is no certificate'}, so that the local server does not start over TLS.`,
        fix: `Create it, for example with mkcert -cert-file ${path} localhost.`,
      })),
}

export const scopeWithSpaces: Rule = {
  code: 'scope_with_spaces',
  severity: 'warning',
  place: applicationVariables,
  observe: (configuration) => {
    const { scopes, source } = configuration
    const inRequests = observeSource(configuration, 'token-request', ({ grantType, scope = '' }) =>
      grantType === 'client_credentials' && /\s/.test(scope.trim())
        ? {
            sentence:
              'The scopes are separated by blanks, but Adobe documents commas for client_credentials.',
            fix: `Write ${scope
              .trim()
              .split(/[\s,]+/)
              .join(',')}.`,
          }
        : undefined,
    )
    const isForService = source.some(
      (fact) => fact.kind === 'token-request' && fact.grantType === 'client_credentials',
    )
    if (!scopes || !isForService || !/\s/.test(scopes.value.trim())) return inRequests
    return [
      ...inRequests,
      {
        variable: scopes.name,
        sentence: `${scopes.name} separates scopes by blanks, but Adobe documents commas for client_credentials.`,
        fix: `Write ${scopes.names.join(',')}.`,
        change: { kind: 'variable', name: scopes.name, value: scopes.names.join(',') },
      },
    ]
  },
}

export const offlineAccessWithoutOpenid: Rule = {
  code: 'offline_access_without_openid',
  severity: 'warning',
  place: applicationVariables,
  observe: ({ scopes }) =>
    !scopes?.names.includes('offline_access') ||
    scopes.names.some((name) => name === 'openid' || name === 'AdobeID')
      ? []
      : [
          {
            variable: scopes.name,
            sentence: `${scopes.name} asks for offline_access without openid or AdobeID, and then IMS gives no refresh token.`,
            fix: 'Add openid.',
          },
        ],
}

/** The cloud service has no /rest and no store code in its paths. */
export const commercePathNotAccs: Rule = {
  code: 'commerce_path_not_accs',
  severity: 'warning',
  place: applicationVariables,
  observe: (configuration) => {
    const fix = 'Write <host>/<tenant id>/V1/…, and choose the store view by the header Store.'
    const { variables } = configuration
    const written = variables
      .filter(({ value }) => isAccs(value) && /\/rest(?:\/|$)/.test(value))
      .map(({ name }) => ({
        variable: name,
        sentence: `${name} has /rest in its path, as a Commerce that one hosts has it; Adobe Commerce as a Cloud Service does not document it.`,
        fix,
      }))
    if (!variables.some(({ value }) => isAccs(value))) return written
    return [
      ...written,
      ...observeSource(
        configuration,
        'commerce-path',
        ({ path, host = '.api.commerce.adobe.com' }) =>
          !path.startsWith('/rest') || !isAccs(host)
            ? undefined
            : {
                sentence: `${path} begins with /rest, which Adobe Commerce as a Cloud Service does not document.`,
                fix,
              },
      ),
    ]
  },
}

function isAccs(value: string): boolean {
  return value.includes('.api.commerce.adobe.com')
}
