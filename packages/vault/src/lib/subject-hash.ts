import { hash } from 'node:crypto'

/**
 * Calculates what a store finds a user's grants by. It stands in the clear beside sealed records, so
 * it shows which grants belong together, and to those who know the user's id at IMS whose they are;
 * the id itself cannot be calculated from it.
 */
export function calculateSubjectHash(
  clientId: string,
  subject: string | undefined,
): string | undefined {
  if (subject === undefined) return undefined
  return hash('sha256', JSON.stringify([clientId, subject]), 'base64url')
}
