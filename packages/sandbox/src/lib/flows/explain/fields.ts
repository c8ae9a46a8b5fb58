import { redactHeader, redactJson, redactParameter } from '../../journal/redact.ts'
import { isObject } from '../../wire/json-body.ts'
import type { ExplainedField, FieldPlace } from '../explanation.ts'
import type { FlowProblem } from '../flow.ts'
import { findSentence } from '../sentences/find-sentence.ts'
import type { Examined } from './examined.ts'
import { plural, valueInWords } from './words.ts'

/** The parameters, headers, cookies and members of JSON that a request carried. */
export function listRequestFields(
  exchange: Examined,
  problems: readonly FlowProblem[],
): readonly ExplainedField[] {
  const { query, form, recorded, requestJson, parameter } = exchange
  const context: FieldContext = {
    exchange,
    part: 'request',
    problems,
    isHashed: parameter('code_challenge_method') === 'S256',
  }
  return [
    ...query.map(([name, value]) => createField('query', name, value, context)),
    ...form.map(([name, value]) => createField('form', name, value, context)),
    ...listHeaders(recorded.requestHeaders).flatMap(([name, value]) =>
      name === 'cookie'
        ? listCookies(value, context)
        : [createField('header', name, value, context)],
    ),
    ...listMembers(requestJson).map(([name, value]) => createField('json', name, value, context)),
  ]
}

/** The headers, redirect parameters and members of JSON of an answer. */
export function listResponseFields(
  exchange: Examined,
  problems: readonly FlowProblem[],
): readonly ExplainedField[] {
  const { recorded, answer, parameter } = exchange
  const isHashed = parameter('code_challenge_method') === 'S256'
  const context: FieldContext = { exchange, part: 'response', problems, isHashed }
  const location = exchange.answerHeader('location')
  return [
    ...readLocation(location).map(([place, name, value]) =>
      createField(place, name, value, context),
    ),
    ...listHeaders(recorded.responseHeaders ?? []).map(([name, value]) =>
      createField('header', name, value, context),
    ),
    ...listMembers(answer).map(([name, value]) => createField('json', name, value, context)),
  ]
}

interface FieldContext {
  readonly exchange: Examined
  readonly part: 'request' | 'response'
  readonly problems: readonly FlowProblem[]
  readonly isHashed: boolean
}

function createField(
  place: FieldPlace,
  name: string,
  raw: string,
  { exchange, part, problems, isHashed }: FieldContext,
): ExplainedField {
  const { service } = exchange
  const value = show(place, name, raw, { isHashed, service })
  const about = findSentence(name, { service, part, place })
  const inWords = describeValue(name, raw, exchange)
  return {
    place,
    name,
    value,
    isSecret: value !== raw && secretMark.test(value),
    ...(about !== undefined && { about }),
    ...(inWords !== undefined && { inWords }),
    problems: problems
      .filter((problem) => problem.about === name || aboutName[problem.code] === name)
      .map(({ code }) => code),
  }
}

const secretMark = /<[\w-]+ [0-9a-f]{8}>/

/** Hints whose subject is always the same parameter or header. */
const aboutName: Readonly<Record<string, string>> = {
  client_unknown: 'client_id',
  client_secret_wrong: 'client_secret',
  client_secret_unexpected: 'client_secret',
  code_challenge_malformed: 'code_challenge',
  plain_code_challenge: 'code_challenge_method',
  redirect_uri_unregistered: 'redirect_uri',
  redirect_uri_defaulted: 'redirect_uri',
  redirect_uri_only_default: 'redirect_uri',
  redirect_uri_not_as_read: 'redirect_uri',
  redirect_uri_misnamed: 'redirect_url',
  redirect_uri_mismatch: 'redirect_uri',
  native_loopback_refused: 'redirect_uri',
  state_too_long: 'state',
  response_type_unknown: 'response_type',
  response_mode_unusable: 'response_mode',
  prompt_contradictory: 'prompt',
  prompt_ignored: 'prompt',
  scope_unknown: 'scope',
  scope_not_granted: 'scope',
  grant_type_unsupported: 'grant_type',
  grant_type_not_for_client: 'grant_type',
  code_unknown: 'code',
  code_expired: 'code',
  code_reused: 'code',
  code_of_other_client: 'code',
  verifier_malformed: 'code_verifier',
  verifier_mismatch: 'code_verifier',
  verifier_unexpected: 'code_verifier',
  refresh_token_unknown: 'refresh_token',
  refresh_token_expired: 'refresh_token',
  refresh_token_reused: 'refresh_token',
  refresh_token_of_other_client: 'refresh_token',
  organization_mismatch: 'org_id',
  token_not_found: 'token',
  access_token_unknown: 'authorization',
  access_token_expired: 'authorization',
  access_token_ended: 'authorization',
  access_token_orphaned: 'authorization',
  access_token_scope_missing: 'authorization',
  client_not_allow_listed: 'authorization',
  api_key_mismatch: 'x-api-key',
  commerce_organization_mismatch: 'x-gw-ims-org-id',
  cors_origin_not_registered: 'origin',
  cors_policy_missing: 'origin',
  cors_policy_method: 'access-control-request-method',
  cors_policy_header: 'access-control-request-headers',
  zero_cursor: 'cursor',
  store_unknown: 'store',
  fields_malformed: 'fields',
}

function show(
  place: FieldPlace,
  name: string,
  raw: string,
  { isHashed, service }: { readonly isHashed: boolean; readonly service: string },
): string {
  if (place === 'header') return redactHeader(name, raw)
  if (place === 'cookie') return redactHeader('cookie', `${name}=${raw}`).slice(name.length + 1)
  if (name === 'code_challenge' && isHashed) return raw
  const last = place === 'json' ? lastPart(name) : name
  // Commerce names its stores by codes, which open nothing.
  if (place === 'json' && service === 'commerce' && last === 'code') return raw
  return redactParameter(last, raw)
}

/** The name that counts: items of a list are what the list is. */
function lastPart(path: string): string {
  return (path.split('.').at(-1) ?? path).replaceAll('[]', '')
}

function describeValue(name: string, raw: string, { trace }: Examined): string | undefined {
  if (name === 'scope') {
    const count = raw.split(/[\s,]+/).filter(Boolean).length
    return plural(count, 'scope')
  }
  // Version 1 counts in milliseconds; the path without a version is the first.
  const isFirstVersion = /\/v1\b/.test(trace.path) || !/\/v\d/.test(trace.path)
  return valueInWords(lastPart(name), raw, isFirstVersion)
}

function listHeaders(kept: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = []
  for (let index = 0; index + 1 < kept.length; index += 2) {
    pairs.push([kept[index] ?? '', kept[index + 1] ?? ''])
  }
  return pairs
}

function listCookies(text: string, context: FieldContext): readonly ExplainedField[] {
  return text.split(';').map((item) => {
    const [name = '', ...value] = item.trim().split('=')
    return createField('cookie', name, value.join('='), context)
  })
}

function readLocation(
  location: string | undefined,
): readonly (readonly [FieldPlace, string, string])[] {
  const [, query = '', fragment = ''] =
    /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(location ?? '') ?? []
  return [
    ...[...new URLSearchParams(query)].map(
      ([name, value]) => ['redirect-query', name, value] as const,
    ),
    ...[...new URLSearchParams(fragment)].map(
      ([name, value]) => ['redirect-fragment', name, value] as const,
    ),
  ]
}

const maxMembers = 80

/** Each member by its path, of a list that of the first item: the others have the same. */
function listMembers(json: unknown): readonly (readonly [string, string])[] {
  const found = new Map<string, string>()
  const add = (value: unknown, path: string, depth: number): void => {
    if (found.size >= maxMembers || depth > 6) return
    if (Array.isArray(value)) {
      const [first] = value
      if (isObject(first) || Array.isArray(first)) {
        if (path !== '') found.set(path, plural(value.length, 'item'))
        for (const item of value.slice(0, 20)) add(item, `${path}[]`, depth + 1)
      } else if (path !== '') {
        const isSet = found.has(`${path}[]`)
        if (!isSet) found.set(`${path}[]`, value.map((item) => textOf(item)).join(', '))
      }
    } else if (isObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        add(member, path === '' ? name : `${path}.${name}`, depth + 1)
      }
    } else if (path !== '' && !found.has(path)) found.set(path, textOf(value))
  }
  add(json, '', 0)
  return [...found]
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(redactJson(value))
}
