import { parseAemProject, selectCorsPolicies } from './aem-project.ts'
import { chooseAllowList } from './choose-allow-list.ts'
import type { ClientAllowList } from './client-allow-list.ts'
import { parseCorsPolicies, type CorsPolicies } from './cors-policy.ts'
import type {
  ApiCall,
  ConfigurationFile,
  CredentialRegistration,
  EnvironmentType,
  Facts,
  Tier,
} from './facts.ts'
import type { Finding } from './finding.ts'
import { readRedirectUriPatterns, type Pattern } from './pattern.ts'
import type { FileNames } from './place.ts'
import { isPlaceholder } from './placeholder.ts'
import type { Probe } from './probe.ts'
import type { CertificateFile, ProgramFacts } from './program-facts.ts'
import { findByRole } from './roles.ts'
import { isOfIms, splitScopes } from './scopes.ts'
import type { SourceFact, SourcePlace } from './source-fact.ts'
import type { Variable } from './variable.ts'

/** The facts, read once for all rules. */
export interface Configuration extends FileNames {
  readonly variables: readonly Variable[]
  /** Where the page is served, if that is known. */
  readonly origin: URL | undefined
  readonly redirectUri: Variable | undefined
  readonly clientId: Variable | undefined
  readonly aemHost: Variable | undefined
  /** The same, although it may be a placeholder: its form is copied with the value. */
  readonly writtenAemHost: Variable | undefined
  readonly scopes: Scopes | undefined
  /** Every list of scopes: in variables, and written into the source. */
  readonly scopeLists: readonly ScopeList[]
  readonly calls: readonly Call[]
  readonly credential: Credential | undefined
  readonly cors: CorsPolicies | undefined
  /** Policies of the project that are not for the tier that is called. */
  readonly policiesOfOtherTiers: readonly string[]
  readonly clientAllowList: ClientAllowList | undefined
  readonly environmentType: EnvironmentType | undefined
  readonly tier: Tier
  readonly variablePlaces: Readonly<Record<string, SourcePlace>>
  readonly source: readonly SourceFact[]
  readonly program: ProgramFacts | undefined
  readonly certificates: readonly CertificateFile[]
  readonly probes: readonly Probe[]
  /** What is wrong with the files that were read. */
  readonly findings: readonly Finding[]
}

/** The scopes that the application asks for, and the variable that holds them. */
export interface Scopes {
  readonly name: string
  /** As it is written. */
  readonly value: string
  readonly names: readonly string[]
}

/** A list of scopes and where it stands; in a variable unless it has a place. */
export interface ScopeList extends Scopes {
  readonly place?: SourcePlace
}

/** A call with nothing left out. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly headers: readonly string[]
  readonly readsHeaders: readonly string[]
  readonly sendsCredentials: boolean
  readonly scope: string | undefined
  readonly sentBy: 'page' | 'server'
  readonly areHeadersKnown: boolean
  readonly place: SourcePlace | undefined
}

/** A credential's registration; what is not known is undefined. */
export interface Credential {
  readonly defaultRedirectUri: string | undefined
  readonly patternSources: readonly string[] | undefined
  readonly patterns: readonly Pattern[]
  readonly scopes: readonly string[] | undefined
  readonly clientIds: readonly string[]
  readonly file: string | undefined
  readonly lines: Readonly<Record<string, number>>
}

/** Reads the facts; a file that cannot be read is a finding. */
export function readConfiguration(facts: Facts): Configuration {
  const variables = Object.entries(facts.variables ?? {}).flatMap(([name, value]) =>
    value === undefined || value.trim() === '' ? [] : [{ name, value }],
  )
  const filled = variables.filter(({ value }) => !isPlaceholder(value))
  const find = (name: string): Variable | undefined =>
    filled.find((variable) => variable.name === name)

  const project = facts.aemProject && readProject(facts.aemProject, facts)
  const corsFiles = facts.corsPolicies ?? project?.corsPolicies
  const cors = corsFiles && parseCorsPolicies(corsFiles, facts.environmentVariables)
  const { clientAllowList = project?.clientAllowLists ?? [], environmentType } = facts
  const allowList = chooseAllowList([clientAllowList].flat(), environmentType)
  return {
    variables,
    variablesFile: facts.variablesFile ?? '.env',
    origin: findOrigin(facts, find),
    redirectUri: findByRole('redirectUri', filled),
    clientId: findByRole('clientId', filled),
    aemHost: findByRole('aemHost', filled),
    writtenAemHost: findByRole('aemHost', variables),
    scopes: readScopes(findByRole('scopes', filled)),
    scopeLists: listScopes(filled, facts.source ?? []),
    calls: (facts.calls ?? []).map(readCall),
    credential: facts.credential && readCredential(facts.credential),
    cors,
    policiesOfOtherTiers: project?.policiesOfOtherTiers ?? [],
    clientAllowList: allowList.allowList,
    clientAllowListFile: allowList.file ?? 'api.yaml',
    environmentType,
    tier: facts.tier ?? 'author',
    variablePlaces: facts.variablePlaces ?? {},
    source: facts.source ?? [],
    program: facts.program,
    certificates: facts.certificates ?? [],
    probes: facts.probes ?? [],
    findings: [...(project?.findings ?? []), ...(cors?.findings ?? []), ...allowList.findings],
  }
}

interface ProjectReading {
  readonly corsPolicies?: readonly ConfigurationFile[]
  readonly clientAllowLists: readonly ConfigurationFile[]
  readonly policiesOfOtherTiers: readonly string[]
  readonly findings: readonly Finding[]
}

/** Which policies are in force cannot be told while the environment's type is not known. */
function readProject(
  files: readonly ConfigurationFile[],
  { environmentType, tier = 'author' }: Facts,
): ProjectReading {
  const project = parseAemProject(files)
  return {
    ...(environmentType && {
      corsPolicies: selectCorsPolicies(project, { environmentType, tier }),
    }),
    clientAllowLists: project.clientAllowLists,
    policiesOfOtherTiers: project.corsPolicies
      .filter(({ runModes }) => runModes.some((mode) => isTier(mode) && mode !== tier))
      .map(({ file }) => file),
    findings: project.findings,
  }
}

function isTier(mode: string): boolean {
  return mode === 'author' || mode === 'publish'
}

function findOrigin(facts: Facts, find: (name: string) => Variable | undefined): URL | undefined {
  const port = find('PORT')?.value
  if (facts.origin !== undefined) return URL.parse(facts.origin) ?? undefined
  if (port === undefined) return undefined
  const scheme = find('HTTPS')?.value === 'true' ? 'https' : 'http'
  return URL.parse(`${scheme}://localhost:${port}`) ?? undefined
}

function readScopes(variable: Variable | undefined): Scopes | undefined {
  if (variable === undefined) return undefined
  return { ...variable, names: splitScopes(variable.value) }
}

function listScopes(
  variables: readonly Variable[],
  source: readonly SourceFact[],
): readonly ScopeList[] {
  const named = variables.filter(({ name, value }) => /SCOPES?$/i.test(name) && isOfIms(value))
  const inVariables = named.map((variable) => ({ ...variable, names: splitScopes(variable.value) }))
  const written = source.flatMap((fact): readonly ScopeList[] => {
    if (fact.kind !== 'scopes') return []
    if (variables.some(({ name, value }) => name === fact.name && value === fact.value)) return []
    const { name, value, file, line, column } = fact
    const place = { file, line, ...(column !== undefined && { column }) }
    return [{ name, value, names: splitScopes(value), place }]
  })
  return [...inVariables, ...written]
}

function readCall(call: ApiCall): Call {
  const path = call.path.replace(/[?#].*$/s, '')
  return {
    method: normalizeMethod(call.method ?? 'GET'),
    path,
    headers: call.headers ?? [],
    readsHeaders: call.readsHeaders ?? [],
    sendsCredentials: call.credentials === 'include',
    scope: call.scope ?? scopeOf(path),
    sentBy: call.sentBy ?? 'page',
    areHeadersKnown: call.areHeadersKnown ?? false,
    place: call.place,
  }
}

/**
 * Writes in capitals the methods that browsers write in capitals; `patch` is not one of them.
 *
 * @see https://fetch.spec.whatwg.org/#concept-method-normalize
 */
function normalizeMethod(method: string): string {
  return /^(?:delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method
}

/** @see https://developer.adobe.com/experience-cloud/experience-manager-apis/ */
function scopeOf(path: string): string | undefined {
  if (/^\/adobe\/folders(?:\/|$)/.test(path)) return 'aem.folders'
  if (/^\/adobe\/assets(?:\/|$)/.test(path)) return 'aem.assets.author'
  if (/^\/adobe\/sites\/cf(?:\/|$)/.test(path)) return 'aem.fragments.management'
  return undefined
}

function readCredential(registration: CredentialRegistration): Credential {
  const patternSources = readPatternSources(registration.redirectUriPatterns)
  return {
    defaultRedirectUri: registration.defaultRedirectUri,
    patternSources,
    patterns: readRedirectUriPatterns(patternSources ?? []),
    scopes: registration.scopes,
    clientIds: registration.clientIds ?? [],
    file: registration.file,
    lines: registration.lines ?? {},
  }
}

function readPatternSources(
  patterns: CredentialRegistration['redirectUriPatterns'],
): readonly string[] | undefined {
  const sources = typeof patterns === 'string' ? patterns.split(',') : patterns
  return sources?.map((source) => source.trim()).filter((source) => source !== '')
}
