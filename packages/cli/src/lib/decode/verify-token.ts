import { createPublicKey, verify } from 'node:crypto'

import { get } from '../get.ts'
import { UsageError } from '../usage-error.ts'
import type { Token } from './token.ts'

/** Whether a signature is good, or why that cannot be told. */
export interface Verdict {
  readonly isGood: boolean
  readonly sentence: string
}

/** Checks the signature by the keys that IMS publishes; sends nothing of the token. */
export async function verifyToken(
  token: Token,
  ims: string | undefined,
  signal: AbortSignal,
): Promise<Verdict> {
  const { header, claims, isEncrypted, signature } = token
  if (isEncrypted || !claims) return cannot('it cannot be read')
  if (header['alg'] !== 'RS256')
    return cannot('IMS signs by RS256, and this names another algorithm')
  if (signature === '') return cannot('it has no signature')
  const origin = findOrigin(claims, ims)
  if (origin === undefined) {
    return cannot('it names no issuer of Adobe’s or on this computer; name its IMS with --ims')
  }
  const keys = await readKeys(origin, signal)
  if (typeof keys === 'string') return cannot(keys)
  const key = keys.find(({ kid }) => kid === header['kid'])
  if (!key) {
    return cannot(
      `its key is not among the ${keys.length} that ${origin}/ims/keys publishes, which are for ID tokens; ask IMS by userinfo`,
    )
  }
  return isSignedBy(token, key)
    ? {
        isGood: true,
        sentence: `the signature is that of ${origin}; whether it has been revoked, only IMS knows.`,
      }
    : { isGood: false, sentence: 'the signature is wrong: the token was changed, or is cut off.' }
}

function cannot(why: string): Verdict {
  return { isGood: false, sentence: `cannot be checked: ${why}.` }
}

type Key = Readonly<Record<string, unknown>>

/** A token names whom to ask, so only hosts of Adobe and of this computer are asked without being told. */
function findOrigin(
  claims: Readonly<Record<string, unknown>>,
  ims: string | undefined,
): string | undefined {
  if (ims !== undefined) {
    const url = URL.parse(ims)
    if (url && /^https?:$/.test(url.protocol)) return url.origin
    throw new UsageError(
      `--ims ${ims} is no address: write one such as https://ims-na1.adobelogin.com`,
    )
  }
  const { iss } = claims
  const url = URL.parse(typeof iss === 'string' ? iss : 'https://ims-na1.adobelogin.com')
  const isAdobe = url?.protocol === 'https:' && url.hostname.endsWith('.adobelogin.com')
  const isHere = /^(?:localhost|127\.0\.0\.1)$/.test(url?.hostname ?? '')
  return isAdobe || isHere ? url?.origin : undefined
}

async function readKeys(origin: string, signal: AbortSignal): Promise<readonly Key[] | string> {
  try {
    const { status, body } = await get(new URL('/ims/keys', origin), {}, signal)
    const { keys }: { readonly keys?: unknown } = JSON.parse(body)
    if (status === 200 && Array.isArray(keys)) {
      return keys.filter((key) => typeof key === 'object' && key !== null)
    }
    return `${origin}/ims/keys answers without keys (HTTP ${status})`
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'no JSON'
    return `${origin}/ims/keys does not answer (${reason})`
  }
}

function isSignedBy({ signed, signature }: Token, key: Key): boolean {
  try {
    const publicKey = createPublicKey({ key, format: 'jwk' })
    return verify('sha256', Buffer.from(signed), publicKey, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}
