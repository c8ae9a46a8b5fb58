import {
  AuthorizationResponseError,
  finishAuthorization,
  type ImsClient,
  type ImsGrant,
  SignInRequiredError,
  startAuthorization,
} from '@mudbrick/ims'
import { takeAuthorizationResponse } from './authorization-response.ts'
import { getDefaultRenewalFrames } from './defaults.ts'
import type { RenewalFrames } from './renewal-frames.ts'

// IMS answers at once, or shows a page that the user does not see.
const patienceMs = 5_000

/** Says how to renew in a frame. */
export interface RenewInIframeOptions {
  /** Abandons the renewal; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
  /** Opens the frame; the browser does by default. */
  readonly frames?: RenewalFrames | undefined
}

/**
 * Renews a session where there is no refresh token: asks IMS in a hidden frame, with `prompt=none`,
 * whether the user is still signed in there. It works only where the browser gives IMS its cookies
 * inside another site's page, which most no longer do.
 *
 * @throws {@link SignInRequiredError} `no_session` when IMS does not say who is there, which does not
 *   mean that no user is signed in.
 *
 * @example
 * ```ts
 * const session = createSession({ ims, allowedOrigins, renewSilently: renewInIframe })
 * ```
 */
export async function renewInIframe(
  ims: ImsClient,
  { signal, frames = getDefaultRenewalFrames() }: RenewInIframeOptions = {},
): Promise<ImsGrant> {
  const { url, transaction } = await startAuthorization(ims, { prompt: 'none', signal })
  const response = await loadInFrame(url, { frames, ims, signal })
  try {
    return await finishAuthorization(ims, response, transaction, { signal })
  } catch (cause) {
    // login_required and its like (OpenID Connect Core §3.1.2.6)
    const isUserNeeded = cause instanceof AuthorizationResponseError && cause.needsInteraction
    throw isUserNeeded ? new SignInRequiredError('no_session', { cause }) : cause
  }
}

interface LoadInFrameOptions {
  readonly frames: RenewalFrames
  readonly ims: ImsClient
  readonly signal: AbortSignal | undefined
}

/** Gives the response that the frame comes to; the frame is gone afterwards. */
async function loadInFrame(
  url: URL,
  { frames, ims, signal }: LoadInFrameOptions,
): Promise<URLSearchParams> {
  let end: (() => void) | undefined
  try {
    return await new Promise((resolve, reject) => {
      const abort = (): void => reject(signal?.reason)
      signal?.addEventListener('abort', abort)
      const stopTimer = ims.clock.setTimer(
        () => reject(new SignInRequiredError('no_session')),
        patienceMs,
      )
      const close = frames.open(url, (address) => {
        const response = takeAuthorizationResponse(asPage(address))
        if (response) resolve(response)
      })
      end = () => {
        signal?.removeEventListener('abort', abort)
        stopTimer()
        close()
      }
    })
  } finally {
    end?.()
  }
}

function asPage(address: URL): Parameters<typeof takeAuthorizationResponse>[0] {
  return { getAddress: () => address, replaceAddress: () => {} }
}
