import { redactText, redactValue } from '../../journal/redact.ts'
import { isObject } from '../../wire/json-body.ts'
import type { DecodedClaim, DecodedToken } from '../explanation.ts'
import { findClaimSentence } from '../sentences/find-sentence.ts'
import { instantInWords, spanInWords, valueInWords } from './words.ts'

/** The members of a JWT's two parts; nothing of it is verified. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** What a text says that is a JWT; nothing for any other text. */
export function parseJwt(text: string | undefined): Jwt | undefined {
  const [head, payload, signature] = (text ?? '').split('.')
  if (head === undefined || payload === undefined || signature === undefined) return undefined
  const header = parsePart(head)
  const claims = parsePart(payload)
  return header && claims && { header, claims }
}

function parsePart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Where a token stands. */
export interface TokenSpot {
  /** The name of its parameter or member; `bearer` in a header. */
  readonly name: string
  readonly part: DecodedToken['part']
}

/** A token with its claims explained; nothing for a text that is no JWT. */
export function decodeToken(
  text: string | undefined,
  { name, part }: TokenSpot,
): DecodedToken | undefined {
  const jwt = parseJwt(text)
  if (text === undefined || jwt === undefined) return undefined
  const { issuedAt, expiresAt } = readLifetime(jwt)
  const lifetime = describeLifetime(issuedAt, expiresAt)
  return {
    name,
    part,
    shown: redactValue(name, text),
    header: listClaims(jwt.header, 'header'),
    claims: listClaims(jwt.claims, 'claims'),
    ...(issuedAt !== undefined && { issuedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(lifetime !== undefined && { lifetime }),
  }
}

/** IMS writes `created_at` and `expires_in` in milliseconds; ID tokens have `iat` and `exp` in seconds. */
export function readLifetime({ claims }: Jwt): {
  readonly issuedAt: number | undefined
  readonly expiresAt: number | undefined
} {
  const number = (name: string): number => Number(claims[name] ?? Number.NaN)
  const created = number('created_at')
  const ownEnd = created + number('expires_in')
  const issuedAt = Number.isNaN(created) ? number('iat') * 1000 : created
  const expiresAt = Number.isNaN(ownEnd) ? number('exp') * 1000 : ownEnd
  return { issuedAt: finite(issuedAt), expiresAt: finite(expiresAt) }
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}

function describeLifetime(issuedAt?: number, expiresAt?: number): string | undefined {
  if (issuedAt === undefined || expiresAt === undefined) return undefined
  return `Issued ${instantInWords(issuedAt)}, valid for ${spanInWords(expiresAt - issuedAt)}, until ${instantInWords(expiresAt)}.`
}

function listClaims(
  members: Readonly<Record<string, unknown>>,
  part: 'header' | 'claims',
): readonly DecodedClaim[] {
  // The claims of IMS are in milliseconds throughout.
  const isMilliseconds = Object.hasOwn(members, 'created_at')
  return Object.entries(members).map(([name, member]) => {
    const value = typeof member === 'string' ? member : JSON.stringify(member)
    const inWords = valueInWords(name, value, isMilliseconds)
    const about = findClaimSentence(name, part)
    return {
      name,
      value: redactText(value),
      ...(inWords !== undefined && { inWords }),
      ...(about !== undefined && { about }),
    }
  })
}
