import { readFileSync } from 'node:fs'
import { AemError, type AemFailure, FolderError, type FolderErrorCode } from '@mudbrick/aem'
import {
  PopupError,
  type PopupErrorCode,
  RedirectError,
  type RedirectErrorCode,
  type SignInError,
} from '@mudbrick/browser'
import { CommerceError, type CommerceFailure } from '@mudbrick/commerce'
import { DoctorError, type DoctorErrorCode } from '@mudbrick/doctor'
import {
  ConfigurationError,
  type ConfigurationErrorCode,
  HttpError,
  type HttpFailure,
  NetworkError,
  type ReceivedResponse,
  TimeoutError,
  UnexpectedResponseError,
  type UnexpectedResponseErrorCode,
} from '@mudbrick/http'
import { type ImsFailure, SignInRequiredError, type SignInRequiredErrorCode } from '@mudbrick/ims'
import {
  AuthorizationResponseError,
  type OauthFailure,
  OriginNotAllowedError,
  TokenResponseError,
  TransactionError,
  type TransactionErrorCode,
} from '@mudbrick/oauth'
import { SandboxError, type SandboxErrorCode } from '@mudbrick/sandbox'
import { AccessTokenError, type AccessTokenErrorCode, type ServerFailure } from '@mudbrick/server'
import { VaultError, type VaultErrorCode } from '@mudbrick/vault'
import { describe, expect, expectTypeOf, it } from 'vitest'

describe('docs/guides/errors.md', () => {
  it('names every code of every class, and no other', () => {
    const known = Object.entries(codes).flatMap(([name, ofClass]) =>
      Object.keys(ofClass).map((code) => `${name} ${code}`),
    )
    expect(rows.map(({ name, code }) => `${name} ${code}`)).toEqual(known)
  })

  it('leaves out no code that a call may reject with', () => {
    type Codes = typeof codes
    type Known = { [Name in keyof Codes]: keyof Codes[Name] }[keyof Codes]
    expectTypeOf<Known>().toEqualTypeOf<Failure['code']>()
  })

  it('says which may be tried again', () => {
    const said = rows.filter(({ retryable }) => /^(yes|no)$/.test(retryable))
    expect(said.map(({ name, code, retryable }) => [name, code, retryable])).toEqual(
      said.map(({ name, code }) => [name, code, yesOrNo(sample(name, code).retryable)]),
    )
  })

  it('says which need the user', () => {
    const said = rows.filter(({ needsInteraction }) => /^(yes|no)$/.test(needsInteraction))
    expect(said.map(({ name, code, needsInteraction }) => [name, code, needsInteraction])).toEqual(
      said.map(({ name, code }) => [name, code, yesOrNo(sample(name, code).needsInteraction)]),
    )
  })

  it('says on which status a refusal may be tried again', () => {
    const statuses = [400, 401, 403, 404, 408, 429, 500, 503]
    const retryable = statuses.filter((status) => new HttpError(received(status)).retryable)
    expect(retryable).toEqual([408, 429, 500, 503])
    expect(rowOf('HttpError').retryable).toBe('408, 429, 5xx')
  })

  it('says on which status a refusal needs the user', () => {
    const statuses = [400, 401, 403, 404, 408, 429, 500, 503]
    const needy = statuses.filter((status) => new HttpError(received(status)).needsInteraction)
    expect(needy.join()).toBe(rowOf('HttpError').needsInteraction)
  })

  it('says on which error of the authorization endpoint to try again', () => {
    const retryable = authorizationErrors.filter((error) => declined(error).retryable)
    expect(quote(retryable)).toBe(rowOf('AuthorizationResponseError').retryable)
  })

  it('says which error of the authorization endpoint needs the user', () => {
    const needy = authorizationErrors.filter((error) => declined(error).needsInteraction)
    expect(needy).toEqual(['login_required', 'consent_required', 'interaction_required'])
    expect(rowOf('AuthorizationResponseError').needsInteraction).toBe('`…_required`')
  })

  it('says which error of the token endpoint needs the user', () => {
    const errors = ['invalid_request', 'invalid_client', 'invalid_grant', 'invalid_scope']
    const needy = errors.filter((error) => refused(error).needsInteraction)
    expect(quote(needy)).toBe(rowOf('TokenResponseError').needsInteraction)
  })
})

type Failure =
  | AemFailure
  | CommerceFailure
  | DoctorError
  | HttpFailure
  | ImsFailure
  | OauthFailure
  | SandboxError
  | ServerFailure
  | SignInError

type Judged = Pick<Failure, 'retryable' | 'needsInteraction'>

const request = { method: 'GET', url: 'https://api.test/items' }
const authorizationErrors = [
  'access_denied',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'login_required',
  'consent_required',
  'interaction_required',
]

// One of each. A code that is missing here, or that there no longer is, does not compile.
const codes = {
  ConfigurationError: {
    missing_client_id: new ConfigurationError('missing_client_id', 'clientId', ''),
    insecure_redirect_uri: new ConfigurationError('insecure_redirect_uri', 'redirectUri', ''),
    invalid_redirect_uri: new ConfigurationError('invalid_redirect_uri', 'redirectUri', ''),
    unknown_environment: new ConfigurationError('unknown_environment', 'environment', ''),
    insecure_context: new ConfigurationError('insecure_context', 'page', ''),
    unsupported_browser: new ConfigurationError('unsupported_browser', 'page', ''),
    invalid_option: new ConfigurationError('invalid_option', 'scopes', ''),
  } satisfies Record<ConfigurationErrorCode, Judged>,
  NetworkError: { network_failed: new NetworkError(request) },
  TimeoutError: { timed_out: new TimeoutError(request, 30_000) },
  HttpError: { http_error: new HttpError(received(403)) },
  UnexpectedResponseError: {
    not_json: unexpected('not_json'),
    missing_field: unexpected('missing_field'),
    wrong_type: unexpected('wrong_type'),
    wrong_value: unexpected('wrong_value'),
    redirected: unexpected('redirected'),
    too_large: unexpected('too_large'),
  } satisfies Record<UnexpectedResponseErrorCode, Judged>,
  AuthorizationResponseError: { authorization_error: declined('access_denied') },
  TokenResponseError: { token_error: refused('invalid_grant') },
  TransactionError: {
    transaction_missing: new TransactionError('transaction_missing'),
    transaction_expired: new TransactionError('transaction_expired'),
    malformed_response: new TransactionError('malformed_response'),
    state_mismatch: new TransactionError('state_mismatch'),
    issuer_mismatch: new TransactionError('issuer_mismatch'),
    audience_mismatch: new TransactionError('audience_mismatch'),
    malformed_id_token: new TransactionError('malformed_id_token'),
    nonce_mismatch: new TransactionError('nonce_mismatch'),
    subject_mismatch: new TransactionError('subject_mismatch'),
  } satisfies Record<TransactionErrorCode, Judged>,
  OriginNotAllowedError: { origin_not_allowed: new OriginNotAllowedError('https://api.test') },
  SignInRequiredError: {
    no_session: new SignInRequiredError('no_session'),
    refresh_rejected: new SignInRequiredError('refresh_rejected'),
    insufficient_scope: new SignInRequiredError('insufficient_scope'),
    exchange_failed: new SignInRequiredError('exchange_failed'),
    in_doubt: new SignInRequiredError('in_doubt'),
  } satisfies Record<SignInRequiredErrorCode, Judged>,
  PopupError: {
    popup_blocked: new PopupError('popup_blocked'),
    popup_closed: new PopupError('popup_closed'),
    popup_timed_out: new PopupError('popup_timed_out'),
  } satisfies Record<PopupErrorCode, Judged>,
  RedirectError: {
    embedded_page: new RedirectError('embedded_page'),
    storage_unavailable: new RedirectError('storage_unavailable'),
  } satisfies Record<RedirectErrorCode, Judged>,
  AemError: { http_error: new AemError(received(403)) },
  FolderError: {
    folder_exists: folderError('created', 'conflict'),
    parent_missing: folderError('created', 'not_found'),
    invalid_folder: folderError('created', 'bad_request'),
    folder_missing: folderError('deleted', 'not_found'),
    folder_not_empty: folderError('deleted', 'conflict'),
    folder_refused: folderError('deleted', 'forbidden'),
    outcome_unknown: new FolderError('deleted', '/content/dam/wknd', undefined),
  } satisfies Record<FolderErrorCode, Judged>,
  CommerceError: { http_error: new CommerceError(received(403)) },
  VaultError: {
    unknown_key: new VaultError('unknown_key'),
    wrong_key: new VaultError('wrong_key'),
    keys_unavailable: new VaultError('keys_unavailable'),
    corrupt_record: new VaultError('corrupt_record'),
    misplaced_record: new VaultError('misplaced_record'),
    other_client: new VaultError('other_client'),
    store_unavailable: new VaultError('store_unavailable'),
    store_full: new VaultError('store_full'),
    store_read_only: new VaultError('store_read_only'),
    store_locked: new VaultError('store_locked'),
    store_missing: new VaultError('store_missing'),
    store_access_denied: new VaultError('store_access_denied'),
    store_corrupt: new VaultError('store_corrupt'),
    store_failed: new VaultError('store_failed'),
    busy: new VaultError('busy'),
    ims_unavailable: new VaultError('ims_unavailable'),
    misconfigured: new VaultError('misconfigured'),
    closed: new VaultError('closed'),
  } satisfies Record<VaultErrorCode, Judged>,
  AccessTokenError: {
    token_missing: new AccessTokenError('token_missing'),
    token_invalid: new AccessTokenError('token_invalid'),
    token_expired: new AccessTokenError('token_expired'),
    key_unknown: new AccessTokenError('key_unknown'),
    wrong_client: new AccessTokenError('wrong_client'),
    wrong_organization: new AccessTokenError('wrong_organization'),
    insufficient_scope: new AccessTokenError('insufficient_scope'),
  } satisfies Record<AccessTokenErrorCode, Judged>,
  SandboxError: {
    port_taken: new SandboxError('port_taken', ''),
    invalid_configuration: new SandboxError('invalid_configuration', ''),
    unknown_origin: new SandboxError('unknown_origin', ''),
    not_found: new SandboxError('not_found', ''),
    timed_out: new SandboxError('timed_out', ''),
    reveal_off: new SandboxError('reveal_off', ''),
    control_refused: new SandboxError('control_refused', ''),
    control_unreachable: new SandboxError('control_unreachable', ''),
  } satisfies Record<SandboxErrorCode, Judged>,
  DoctorError: {
    invalid_fact: new DoctorError('invalid_fact', 'calls', ''),
  } satisfies Record<DoctorErrorCode, Judged>,
}

const samples: Readonly<Record<string, Readonly<Record<string, Judged>>>> = codes

function sample(name: string, code: string): Judged {
  const found = samples[name]?.[code]
  if (!found) throw new Error(`There is no ${name} with the code ${code}.`)
  return found
}

function received(status: number): ReceivedResponse {
  const headers = new Headers()
  return { ...request, status, ok: false, headers, requestId: '', retryAfterMs: 0, text: '{}' }
}

function unexpected(code: UnexpectedResponseErrorCode): UnexpectedResponseError {
  return new UnexpectedResponseError(code, { ...request, status: 200 }, { found: 'no JSON' })
}

function declined(error: string): AuthorizationResponseError {
  return new AuthorizationResponseError(new URLSearchParams({ error }))
}

function refused(error: string): TokenResponseError {
  const text = JSON.stringify({ error })
  return new TokenResponseError(new HttpError({ ...received(400), text }))
}

function folderError(deed: 'created' | 'deleted', title: string): FolderError {
  const problem = { type: undefined, title, detail: undefined, instance: undefined }
  return new FolderError(deed, '/content/dam/wknd', problem)
}

interface Row {
  readonly name: string
  readonly code: string
  readonly retryable: string
  readonly needsInteraction: string
}

const rows: readonly Row[] = readFileSync(new URL('errors.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| `\w+Error` \|/.test(line))
  .map((line) => {
    const [, name = '', , code = '', retryable = '', needsInteraction = ''] = line
      .split('|')
      .map((cell) => cell.trim())
    return { name: unquote(name), code: unquote(code), retryable, needsInteraction }
  })

function rowOf(name: string): Row {
  const row = rows.find((other) => other.name === name)
  if (!row) throw new Error(`The table has no row for ${name}.`)
  return row
}

function quote(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ')
}

function unquote(cell: string): string {
  return cell.replaceAll('`', '')
}

function yesOrNo(flag: boolean): string {
  return flag ? 'yes' : 'no'
}
