import { findClosest } from './closest.ts'
import type { ConfigurationFile, Variables } from './facts.ts'
import type { Finding } from './finding.ts'
import { parseLocatedJson, type LocatedJson, type LocatedMember } from './located-json.ts'
import { toConfigurationJson } from './osgi-dialect.ts'
import { convertToType, isOsgiType, parseTypedKey } from './osgi-type.ts'
import { interpolate, suggestType } from './osgi-variable.ts'
import { parsePattern, readPatterns, type Pattern } from './pattern.ts'
import { corsPolicyFile } from './place.ts'
import type { Position } from './position.ts'

/** One file of AEM's `CORSPolicyImpl`, read. */
export interface CorsPolicy {
  /** As it was given. */
  readonly file: string
  /** Origins, letter for letter; `*` is any. */
  readonly allowedOrigins: readonly string[]
  /** What an origin may match as a whole instead. */
  readonly allowedOriginPatterns: readonly Pattern[]
  /** What the path of a request has to match as a whole. */
  readonly allowedPaths: readonly Pattern[]
  /** The methods that a page may use. */
  readonly supportedMethods: readonly string[]
  /** The headers that a page may set, in lower case. */
  readonly supportedHeaders: readonly string[]
  /** The headers of answers that a page may read, in lower case. */
  readonly exposedHeaders: readonly string[]
  /** Whether a page may send cookies. */
  readonly supportsCredentials: boolean
  /** The lists with an empty text among their entries. */
  readonly keysWithEmptyText: readonly CorsPolicyKey[]
  /** Where each key stands. */
  readonly positions: Readonly<Partial<Record<CorsPolicyKey, Position>>>
}

/** The keys of a policy, without the type that may follow a colon. */
export type CorsPolicyKey = (typeof listKeys)[number] | 'maxage' | 'supportscredentials'

/** The policies of an environment. */
export interface CorsPolicies {
  /** Those that could be read, in the order of the files. */
  readonly policies: readonly CorsPolicy[]
  /** Whether the whole policy was understood; if not, a missing permission may be an unread one. */
  readonly isComplete: boolean
  /** What is wrong with the files themselves. */
  readonly findings: readonly Finding[]
}

/**
 * Reads policy files of AEM. A file that is wrong is a finding, never an error.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-manager-learn/foundation/security/understand-cross-origin-resource-sharing
 */
export function parseCorsPolicies(
  files: readonly ConfigurationFile[],
  environmentVariables: Variables = {},
): CorsPolicies {
  const readings = files.map((file) => parseCorsPolicy(file, environmentVariables))
  const findings = readings.flatMap((reading) => reading.findings)
  return {
    policies: readings.flatMap(({ policy }) => (policy ? [policy] : [])),
    isComplete: findings.every(
      ({ code, severity }) => severity !== 'error' && code !== 'cors_policy_variable_unknown',
    ),
    findings,
  }
}

const listKeys = [
  'alloworigin',
  'alloworiginregexp',
  'allowedpaths',
  'supportedmethods',
  'supportedheaders',
  'exposedheaders',
] as const

const knownKeys: readonly string[] = [...listKeys, 'maxage', 'supportscredentials']
const warnings = new Set(['cors_policy_unknown_key', 'cors_policy_variable_unknown'])
const patternKeys = ['alloworiginregexp', 'allowedpaths'] as const

interface CorsPolicyReading {
  readonly policy?: CorsPolicy
  readonly findings: readonly Finding[]
}

function parseCorsPolicy(
  { file, text }: ConfigurationFile,
  environmentVariables: Variables,
): CorsPolicyReading {
  const reading = parseLocatedJson(toConfigurationJson(file, text))
  if (!('value' in reading)) {
    return {
      findings: [
        createFinding(file, reading, {
          code: 'cors_policy_unreadable',
          sentence: `${file} is not valid JSON at line ${reading.line}, column ${reading.column}: ${reading.expected} was expected there.`,
          fix: `${reading.remedy ?? 'Correct that place'}; AEM does not load the policy as it is.`,
        }),
      ],
    }
  }

  const { value } = reading
  if (value.kind !== 'object') {
    return { findings: [wrongType(file, value, 'The policy', 'an object in braces')] }
  }
  const readings = value.members.map((member) => readMember(file, member, environmentVariables))
  const members = collectByKey(readings)
  const usableMembers = collectByKey(readings.filter(({ isUsable }) => isUsable))
  return {
    policy: createPolicy(file, members),
    findings: [
      ...findUnknownKeys(file, value.members),
      ...findDuplicateKeys(file, value.members),
      ...readings.flatMap(({ findings }) => findings),
      ...findWrongTypes(file, usableMembers),
      ...findInvalidPatterns(file, usableMembers),
    ],
  }
}

type Members = ReadonlyMap<string, LocatedMember>

function createPolicy(file: string, members: Members): CorsPolicy {
  const list = (key: CorsPolicyKey): readonly string[] =>
    textsOf(members.get(key)?.value).map(({ value }) => value)
  const lowerCaseList = (key: CorsPolicyKey): readonly string[] =>
    list(key).map((name) => name.toLowerCase())
  return {
    file,
    allowedOrigins: list('alloworigin'),
    allowedOriginPatterns: readPatterns(list('alloworiginregexp')),
    allowedPaths: readPatterns(list('allowedpaths')),
    supportedMethods: list('supportedmethods'),
    supportedHeaders: lowerCaseList('supportedheaders'),
    exposedHeaders: lowerCaseList('exposedheaders'),
    supportsCredentials: isTrue(members.get('supportscredentials')?.value),
    keysWithEmptyText: listKeys.filter((key) => hasEmptyText(members.get(key)?.value)),
    positions: Object.fromEntries(
      [...members].map(([key, { line, column }]) => [key, { line, column }]),
    ),
  }
}

function hasEmptyText(value: LocatedJson | undefined): boolean {
  return (
    value?.kind === 'list' && value.items.some((item) => item.kind === 'text' && item.value === '')
  )
}

function findUnknownKeys(file: string, members: readonly LocatedMember[]): readonly Finding[] {
  return members
    .filter((member) => !knownKeys.includes(keyOf(member)) && !isForOsgi(member.name))
    .map((member) => {
      const closest = findClosest(keyOf(member).toLowerCase(), knownKeys) ?? findSame(member)
      return createFinding(file, member, {
        code: 'cors_policy_unknown_key',
        sentence: `${file} has the key ${member.name} at line ${member.line}, column ${member.column}, which AEM does not know and ignores.`,
        fix: closest ? `Write ${closest}.` : `Remove it, or write one of ${knownKeys.join(', ')}.`,
      })
    })
}

interface MemberReading {
  readonly member: LocatedMember
  /** Whether the value is known, so that its type can be judged. */
  readonly isUsable: boolean
  readonly findings: readonly Finding[]
}

function collectByKey(readings: readonly MemberReading[]): Members {
  return new Map(readings.map(({ member }) => [keyOf(member), member]))
}

/** Fills in the variables of a value, and converts it to the type behind its key. */
function readMember(file: string, member: LocatedMember, variables: Variables): MemberReading {
  const findings: Finding[] = []
  const fill = (value: LocatedJson): readonly LocatedJson[] => {
    if (value.kind !== 'text') return [value]
    const result = interpolate(value, variables)
    if ('value' in result) return [result.value]
    findings.push(variableFinding(file, value, result))
    return []
  }

  const { type } = parseTypedKey(member.name)
  const isKnownType = type === undefined || isOsgiType(type)
  if (!isKnownType) findings.push(unknownType(file, member, type))
  const value = fillVariables(member.value, fill)
  const converted =
    value === undefined || type === undefined || !isKnownType
      ? { value: value ?? emptyList(member) }
      : convertToType(value, type)
  if ('expected' in converted) {
    findings.push(wrongType(file, member.value, member.name, converted.expected))
  }
  const isUsable = value !== undefined && isKnownType && 'value' in converted
  const known = 'value' in converted ? converted.value : emptyList(member)
  return { member: { ...member, value: known }, isUsable, findings }
}

/** An entry of a list may be a variable that holds several. */
function fillVariables(
  value: LocatedJson,
  fill: (value: LocatedJson) => readonly LocatedJson[],
): LocatedJson | undefined {
  if (value.kind !== 'list') return fill(value)[0]
  return { ...value, items: value.items.flatMap(fill).flatMap(entriesOf) }
}

function entriesOf(value: LocatedJson): readonly LocatedJson[] {
  return value.kind === 'list' ? value.items : [value]
}

function emptyList({ line, column }: Position): LocatedJson {
  return { line, column, kind: 'list', items: [] }
}

/** The Configurator does not tell upper from lower case in keys. */
function findDuplicateKeys(file: string, members: readonly LocatedMember[]): readonly Finding[] {
  const first = new Map<string, LocatedMember>()
  return members.flatMap((member) => {
    const key = keyOf(member).toLowerCase()
    const earlier = first.get(key)
    first.set(key, earlier ?? member)
    if (!earlier) return []
    return [
      createFinding(file, member, {
        code: 'cors_policy_duplicate_key',
        sentence: `${file} has the key ${keyOf(member)} a second time at line ${member.line}, column ${member.column}; the first is at line ${earlier.line}.`,
        fix: 'Put both values into one, and remove the other.',
      }),
    ]
  })
}

function variableFinding(
  file: string,
  position: Position,
  result: Exclude<ReturnType<typeof interpolate>, { value: LocatedJson }>,
): Finding {
  const at = `at line ${position.line}, column ${position.column}`
  if ('fault' in result) {
    return createFinding(file, position, {
      code: 'cors_policy_variable_invalid',
      sentence: `${file} ${result.fault}, ${at}.`,
      fix: result.remedy,
    })
  }
  return createFinding(file, position, {
    code: 'cors_policy_variable_unknown',
    sentence: `${file} has ${result.unknownVariable} ${at}, which has no default and whose value is not known here, so calls are not judged by this policy.`,
    fix: 'Set the variable in Cloud Manager for each environment, or write a default, such as $[env:NAME;default=value].',
  })
}

function unknownType(file: string, member: LocatedMember, type: string): Finding {
  return createFinding(file, member, {
    code: 'cors_policy_unknown_type',
    sentence: `${file} has the type ${type} behind the key ${keyOf(member)} at line ${member.line}, column ${member.column}, which OSGi does not know.`,
    fix: `Write ${suggestType(type)}.`,
  })
}

function findWrongTypes(file: string, members: Members): readonly Finding[] {
  return [...members].flatMap(([key, member]) => {
    const { value } = member
    if (isListKey(key) && !isListOfTexts(value)) {
      return [wrongType(file, value, member.name, 'a list of texts, such as ["…"]')]
    }
    if (key === 'supportscredentials' && !isBoolean(value)) {
      return [wrongType(file, value, member.name, 'true or false')]
    }
    if (key === 'maxage' && !isWholeNumber(value)) {
      return [wrongType(file, value, member.name, 'a whole number of seconds')]
    }
    return []
  })
}

function findInvalidPatterns(file: string, members: Members): readonly Finding[] {
  return patternKeys
    .flatMap((key) => textsOf(members.get(key)?.value).map((text) => ({ key, text })))
    .flatMap(({ key, text }) => {
      const reading = parsePattern(text.value)
      if (!('fault' in reading)) return []
      return [
        createFinding(file, text, {
          code: 'cors_policy_pattern_invalid',
          sentence: `${file} has the pattern ${text.value} in ${key} at line ${text.line}, column ${text.column}, which ${reading.fault}.`,
          fix: `Write a regular expression that matches the whole ${key === 'allowedpaths' ? 'path' : 'origin'}.`,
        }),
      ]
    })
}

function wrongType(file: string, position: Position, name: string, expected: string): Finding {
  return createFinding(file, position, {
    code: 'cors_policy_wrong_type',
    sentence: `${name} of ${file} at line ${position.line}, column ${position.column} is not ${expected}.`,
    fix: `Write ${expected}.`,
  })
}

function createFinding(
  file: string,
  { line, column }: Position,
  finding: Pick<Finding, 'code' | 'sentence' | 'fix'>,
): Finding {
  const { folder, pipeline } = corsPolicyFile
  return {
    ...finding,
    severity: warnings.has(finding.code) ? 'warning' : 'error',
    file,
    line,
    column,
    ...(folder && { folder }),
    ...(pipeline && { pipeline }),
  }
}

function keyOf({ name }: LocatedMember): string {
  return parseTypedKey(name).key
}

function isForOsgi(name: string): boolean {
  return name.startsWith(':') || name.startsWith('service.')
}

/** A key that differs in nothing but case or separators, such as `allowed-paths`. */
function findSame(member: LocatedMember): string | undefined {
  const plain = keyOf(member)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
  return knownKeys.find((key) => key === plain)
}

function textsOf(value: LocatedJson | undefined): readonly (LocatedJson & { kind: 'text' })[] {
  if (value?.kind !== 'list') return []
  // Adobe's samples put one empty text into a list that is meant to be empty.
  return value.items.filter((item) => item.kind === 'text').filter((item) => item.value !== '')
}

function isListOfTexts(value: LocatedJson): boolean {
  return value.kind === 'list' && value.items.every((item) => item.kind === 'text')
}

function isListKey(key: string): boolean {
  return listKeys.some((listKey) => listKey === key)
}

function isBoolean(value: LocatedJson): boolean {
  return value.kind === 'other' && typeof value.value === 'boolean'
}

function isTrue(value: LocatedJson | undefined): boolean {
  return value?.kind === 'other' && value.value === true
}

function isWholeNumber(value: LocatedJson): boolean {
  return value.kind === 'other' && Number.isInteger(value.value)
}
