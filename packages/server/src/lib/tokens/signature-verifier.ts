import { type ImsClient, type ImsCredential, type ImsKeySet, requestKeySet } from '@mudbrick/ims'
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose'
import { AccessTokenError } from './access-token-error.ts'

// IMS changes its keys rarely; tokens with an invented key must not cause more requests.
const maxAgeMs = 3_600_000
const cooldownMs = 30_000

type LocalKeySet = ReturnType<typeof createLocalJWKSet>

/** Checks signatures with the keys that IMS signs with. */
export interface SignatureVerifier {
  /**
   * Checks the signature of a token, and returns its payload.
   *
   * @throws {@link AccessTokenError} `token_invalid` or `key_unknown`
   */
  readonly verify: (token: string) => Promise<Uint8Array>
}

/** Creates the verifier of signatures. The key set is fetched when it is first needed, and again when a key is missing. */
export function createSignatureVerifier(ims: ImsClient<ImsCredential>): SignatureVerifier {
  const { clock } = ims
  let keys: LocalKeySet | undefined
  let fetchedAt = Number.NEGATIVE_INFINITY
  let fetching: Promise<void> | undefined

  return {
    async verify(token) {
      if (!keys || isOlderThan(maxAgeMs)) await fetchKeys()
      try {
        return await verifyWith(keys, token)
      } catch (error) {
        if (!isUnknownKey(error) || !isOlderThan(cooldownMs)) throw error
      }
      await fetchKeys()
      return verifyWith(keys, token)
    },
  }

  function isOlderThan(ageMs: number): boolean {
    return Math.abs(clock.now() - fetchedAt) > ageMs
  }

  /** One request for all callers at a time. */
  function fetchKeys(): Promise<void> {
    fetching ??= receiveKeys().finally(() => {
      fetching = undefined
    })
    return fetching
  }

  async function receiveKeys(): Promise<void> {
    try {
      keys = createLocalJWKSet(toJsonWebKeySet(await requestKeySet(ims)))
      fetchedAt = clock.now()
    } catch (error) {
      // Old keys are better than none while IMS is not available.
      if (!keys) throw error
      fetchedAt = clock.now() - maxAgeMs + cooldownMs
    }
  }
}

/** The library ignores entries that are not keys of a known kind. */
function toJsonWebKeySet({ keys }: ImsKeySet): JSONWebKeySet {
  return { keys: [...keys] }
}

async function verifyWith(keys: LocalKeySet | undefined, token: string): Promise<Uint8Array> {
  if (!keys) throw new AccessTokenError('key_unknown')
  try {
    // Its x5u is a bare file name, where RFC 7515 §4.1.5 has an address: it is not looked at.
    const { payload } = await compactVerify(token, keys, { algorithms: ['RS256'] })
    return payload
  } catch (cause) {
    const isKeyUnknown = cause instanceof errors.JWKSNoMatchingKey
    throw new AccessTokenError(isKeyUnknown ? 'key_unknown' : 'token_invalid', { cause })
  }
}

function isUnknownKey(error: unknown): boolean {
  return error instanceof AccessTokenError && error.code === 'key_unknown'
}
