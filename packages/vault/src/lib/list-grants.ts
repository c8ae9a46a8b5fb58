import { ConfigurationError } from '@mudbrick/http'
import type { GrantReader, HeldGrant } from './grant-reader.ts'
import { isRevoked } from './held-grant.ts'
import { calculateSubjectHash } from './subject-hash.ts'
import type { VaultContext } from './vault-context.ts'
import { VaultError } from './vault-error.ts'
import { toVaultGrant } from './vault-grant.ts'
import type { ListGrantsOptions, VaultGrantList } from './vault.ts'

/** Returns a part of a user's grants; those whose records cannot be opened are left out. */
export async function listGrants(
  { ims: { clientId }, store }: VaultContext,
  grants: GrantReader,
  subject: string,
  { after, limit = 100 }: ListGrantsOptions = {},
): Promise<VaultGrantList> {
  checkLimit(limit)
  const subjectHash = calculateSubjectHash(clientId, subject)
  if (subjectHash === undefined) return { grants: [], next: undefined }
  const { ids, next } = await store.scan({ clientId, subjectHash }, { after, limit })
  const found = await Promise.all(ids.map((id) => grants.load(id).catch(ignoreUnreadable)))
  const list = ids.flatMap((id, index) => {
    const held = found[index]
    return held && !isRevoked(held) ? [toVaultGrant(id, held.content)] : []
  })
  return { grants: list, next }
}

/** The reader has emitted the event for the operator. */
function ignoreUnreadable(error: unknown): HeldGrant | undefined {
  if (error instanceof VaultError && !error.retryable) return undefined
  throw error
}

function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return
  throw new ConfigurationError(
    'invalid_option',
    'limit',
    `limit is ${limit}: give a whole number from 1 to 1,000, or leave it out.`,
  )
}
