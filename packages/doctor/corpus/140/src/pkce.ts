import { createHash, randomBytes } from 'node:crypto'

export function createPkce() {
  const codeVerifier = randomBytes(16).toString('hex')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  return { codeVerifier, codeChallenge, codeChallengeMethod: 'S256' as const }
}
