import { toBase64Url } from '../../effects.ts'
import type { CodeChallenge } from '../../state/authorization-code.ts'
import { isConstantTimeEqual } from '../../wire/constant-time-equal.ts'

/** Whether the verifier answers the challenge (RFC 7636 §4.6). A verifier without a challenge does not. */
export async function isProven(
  challenge: CodeChallenge | undefined,
  verifier: string | undefined,
): Promise<boolean> {
  if (challenge === undefined) return verifier === undefined
  if (verifier === undefined || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false
  const answer = challenge.method === 'S256' ? await digest(verifier) : verifier
  return isConstantTimeEqual(answer, challenge.value)
}

async function digest(verifier: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return toBase64Url(new Uint8Array(bytes))
}
