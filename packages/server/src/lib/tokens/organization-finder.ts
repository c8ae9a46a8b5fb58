import {
  HttpError,
  type ImsAccessToken,
  type ImsClient,
  type ImsCredential,
  requestOrganizations,
} from '@mudbrick/ims'
import { LRUCache } from 'lru-cache'
import { AccessTokenError } from './access-token-error.ts'

/** As long as Adobe's own library for pages keeps them. */
const maxAgeMs = 900_000
const maxKept = 10_000

/** Finds the organizations of a token's user, such as `ABC@AdobeOrg`. */
export type FindOrganizations = (
  token: string,
  claims: ImsAccessToken,
  signal: AbortSignal | undefined,
) => Promise<readonly string[]>

/**
 * Creates the function that asks IMS for the organizations of a user, and keeps them for 15 minutes:
 * tokens do not name them. The token needs the scope `read_organizations`.
 */
export function createOrganizationFinder(ims: ImsClient<ImsCredential>): FindOrganizations {
  const kept = new LRUCache<string, { readonly found: readonly string[]; readonly at: number }>({
    max: maxKept,
  })

  return async (token, { id }, signal) => {
    const known = kept.get(id)
    if (known && ims.clock.now() - known.at < maxAgeMs) return known.found
    const found = await findNow(ims, token, signal)
    kept.set(id, { found, at: ims.clock.now() })
    return found
  }
}

/** @throws {@link AccessTokenError} when IMS refuses the token. */
async function findNow(
  ims: ImsClient<ImsCredential>,
  token: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  try {
    return await requestOrganizations(ims, token, { signal })
  } catch (cause) {
    const status = cause instanceof HttpError ? cause.status : undefined
    if (status === 401) throw new AccessTokenError('token_invalid', { cause })
    if (status !== 403) throw cause
    throw new AccessTokenError('insufficient_scope', { scope: 'read_organizations', cause })
  }
}
