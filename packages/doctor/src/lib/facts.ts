import { DoctorError } from './doctor-error.ts'
import type { Probe } from './probe.ts'
import type { CertificateFile, ProgramFacts } from './program-facts.ts'
import type { SourceFact, SourcePlace } from './source-fact.ts'

/** What is known of an application and of the environment it calls; everything may be left out. */
export interface Facts {
  /** The variables of the application, by the names that Adobe's tutorial gives them (`REACT_APP_…`, `PORT`, `HTTPS`). */
  readonly variables?: Variables | undefined
  /** The file that the variables come from; `.env` by default. */
  readonly variablesFile?: string | undefined
  /** Where each variable is written, when they come from several files. */
  readonly variablePlaces?: Readonly<Record<string, SourcePlace>> | undefined
  /** What the syntax tree of the application's source shows. */
  readonly source?: readonly SourceFact[] | undefined
  /** What the application's folder says of itself. */
  readonly program?: ProgramFacts | undefined
  /** Certificate files that the application's variables name. */
  readonly certificates?: readonly CertificateFile[] | undefined
  /** What services answered when they were asked, read-only. */
  readonly probes?: readonly Probe[] | undefined
  /** Where the application's page is served; by default `localhost` at `PORT`, over TLS when `HTTPS` is `true`. */
  readonly origin?: string | undefined
  /** The requests that the page sends to AEM. */
  readonly calls?: readonly ApiCall[] | undefined
  /** What the Developer Console shows of the credential. */
  readonly credential?: CredentialRegistration | undefined
  /** The environment's CORS policies, in the order in which AEM asks them. */
  readonly corsPolicies?: readonly ConfigurationFile[] | undefined
  /**
   * The files of the AEM project, by their paths from its folder. With `environmentType`, its policies
   * are judged unless `corsPolicies` are given; its allow list unless `clientAllowList` is.
   */
  readonly aemProject?: readonly ConfigurationFile[] | undefined
  /** The environment's variables in Cloud Manager, which policies read as `$[env:NAME]`; never its secrets. */
  readonly environmentVariables?: Variables | undefined
  /** The `api.yaml` that lists the clients which may call AEM. */
  readonly clientAllowList?: ConfigurationFile | undefined
  /** What kind of environment is called; the allow list may be for some kinds only. */
  readonly environmentType?: EnvironmentType | undefined
  /** Which tier is called; `author` by default. */
  readonly tier?: Tier | undefined
}

/** Variables by name, as a `.env` file holds them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** One kind of request that a page sends to AEM. */
export interface ApiCall {
  /** `GET` by default. */
  readonly method?: string | undefined
  /** The path, beginning with a slash; what follows a question mark is ignored. */
  readonly path: string
  /** Names of the headers that the page sets, such as `Authorization`; leave out a `Content-Type` of HTML forms. */
  readonly headers?: readonly string[] | undefined
  /** Names of the answer's headers that the page reads, such as `ETag`. */
  readonly readsHeaders?: readonly string[] | undefined
  /** `include` when the page sends cookies too. */
  readonly credentials?: 'omit' | 'include' | undefined
  /** The scope that the call needs; known for folders, assets and content fragments. */
  readonly scope?: string | undefined
  /** Whether `headers` are all; a header that is missing is told only then. False by default. */
  readonly areHeadersKnown?: boolean | undefined
  /** Where the call is written. */
  readonly place?: SourcePlace | undefined
  /** `page` by default; no CORS policy is asked about a call that a `server` sends. */
  readonly sentBy?: 'page' | 'server' | undefined
}

/** How a credential is registered in the Developer Console. */
export interface CredentialRegistration {
  /** The client ids of the download, when the registration comes from one. */
  readonly clientIds?: readonly string[] | undefined
  /** The download that it comes from, such as `console.json`. */
  readonly file?: string | undefined
  /** Where IMS sends the user when no pattern matches. */
  readonly defaultRedirectUri?: string | undefined
  /** The regular expressions; as one text they are separated by commas, as in the console. */
  readonly redirectUriPatterns?: string | readonly string[] | undefined
  /** The scopes that the credential may ask for. */
  readonly scopes?: readonly string[] | undefined
  /** The lines of the file in which patterns stand, by pattern; the default redirect URI's under `defaultRedirectUri`. */
  readonly lines?: Readonly<Record<string, number>> | undefined
}

/** A configuration file, read by the caller. */
export interface ConfigurationFile {
  /** Its name or path, for the findings. */
  readonly file: string
  /** What is in it, right or wrong. */
  readonly text: string
}

/** The kinds of environment that an allow list tells apart; `rde` is a rapid development environment. */
export type EnvironmentType = 'dev' | 'stage' | 'prod' | 'rde'

/** The tiers that an allow list tells apart. */
export type Tier = 'author' | 'publish' | 'preview'

/**
 * Checks what TypeScript cannot see when facts come from a file or from plain JavaScript.
 *
 * @throws {@link DoctorError} `invalid_fact` when a member is not what its type says.
 */
export function validateFacts(facts: Facts): void {
  for (const [index, call] of (facts.calls ?? []).entries()) {
    if (isText(call.path) && call.path.startsWith('/')) continue
    throw invalidFact(`calls[${index}].path`, 'put a path that begins with a slash')
  }
  for (const [index, policy] of (facts.corsPolicies ?? []).entries()) {
    validateFile(`corsPolicies[${index}]`, policy)
  }
  for (const [index, file] of (facts.aemProject ?? []).entries()) {
    validateFile(`aemProject[${index}]`, file)
  }
  if (facts.clientAllowList) validateFile('clientAllowList', facts.clientAllowList)
  if (facts.origin !== undefined && URL.parse(facts.origin)?.origin !== facts.origin) {
    throw invalidFact('origin', 'put scheme, host and port alone, such as https://localhost:3001')
  }
}

function validateFile(fact: string, { file, text }: ConfigurationFile): void {
  if (!isText(file)) throw invalidFact(`${fact}.file`, 'put the name of the file')
  if (!isText(text)) throw invalidFact(`${fact}.text`, 'put the text of the file')
}

function invalidFact(fact: string, remedy: string): DoctorError {
  return new DoctorError('invalid_fact', fact, `The fact ${fact} is not usable: ${remedy}.`)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
