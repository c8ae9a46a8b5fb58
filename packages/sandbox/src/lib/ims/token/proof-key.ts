import { sha256 } from '../../node/sha256.ts'
import type { CodeChallenge } from '../../state/authorization-code.ts'
import { isConstantTimeEqual } from '../../node/sha256.ts'

/** Whether the verifier answers the challenge (RFC 7636 §4.6). A verifier without a challenge does not. */
export function isProven(
  challenge: CodeChallenge | undefined,
  verifier: string | undefined,
): boolean {
  if (challenge === undefined) return verifier === undefined
  if (verifier === undefined || !isCodeVerifier(verifier)) return false
  const answer = challenge.method === 'S256' ? sha256(verifier).toString('base64url') : verifier
  return isConstantTimeEqual(answer, challenge.value)
}

/** RFC 7636 §4.1. */
export function isCodeVerifier(text: string): boolean {
  return /^[A-Za-z0-9._~-]{43,128}$/.test(text)
}
