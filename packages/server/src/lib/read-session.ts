import type { Clock } from '@mudbrick/http'
import { isMudbrickError } from '@mudbrick/ims'
import type { Vault, VaultGrant } from '@mudbrick/vault'
import { createServerSession, type ServerSessionContext } from './server-session.ts'
import { describeRequest, type ReportError } from './error-context.ts'
import type { OpenedTicket, SessionCookie, SessionTicket } from './session-cookie.ts'
import type { SessionKeys } from './session-keys.ts'
import type { ReadSession, SessionReading } from './session-reading.ts'

/** How long sessions last. */
export interface SessionLimits {
  /** How long an unused session lives. */
  readonly idleTimeoutMs: number
  /** How long a session lives in total. */
  readonly absoluteTimeoutMs: number
}

/** What a session reader needs. */
export interface SessionReaderOptions {
  readonly sessionContext: ServerSessionContext
  readonly cookie: SessionCookie
  readonly keys: Pick<SessionKeys, 'isOutdated'>
  readonly limits: SessionLimits
  readonly clock: Clock
  readonly onError: ReportError
}

/** Creates the function that reads the session of a request. */
export function createSessionReader(options: SessionReaderOptions): ReadSession {
  const { sessionContext, cookie, limits, clock, onError } = options
  const { vault } = sessionContext

  return async (request) => {
    const ticket = await cookie.read(request)
    if (ticket === undefined) return { session: undefined, setCookie: undefined }
    if (ticket === 'unusable') return signOut(cookie)

    const now = clock.now()
    // The grant is not ended: a clock that jumps would sign everyone out for good.
    if (isOver(ticket, limits, now)) return { session: undefined, setCookie: undefined }
    const onLost = (error: unknown): void => onError(error, describeRequest(request))
    const grant = await readUsableGrant(vault, ticket.grantId, onLost)
    if (!grant) return signOut(cookie)
    // The cookie stays, so that the next sign-in finds the grant that it replaces.
    if (isExpired(grant, now)) return { session: undefined, setCookie: undefined, expired: grant }

    // The old cookie is still good when a key provider fails.
    const setCookie = await renew(options, ticket, now).catch((error: unknown) => {
      onError(error, describeRequest(request))
      return undefined
    })
    return { session: createServerSession(sessionContext, grant, setCookie), setCookie }
  }
}

function signOut(cookie: SessionCookie): SessionReading {
  return { session: undefined, setCookie: cookie.clear() }
}

function isOver(
  { signedInAt, seenAt }: SessionTicket,
  limits: SessionLimits,
  now: number,
): boolean {
  const { idleTimeoutMs, absoluteTimeoutMs } = limits
  return now >= seenAt + idleTimeoutMs || now >= signedInAt + absoluteTimeoutMs
}

/** A record that is lost for good counts as none; one that is temporarily unavailable does not. */
async function readUsableGrant(
  vault: Vault,
  grantId: string,
  onLost: (error: unknown) => void,
): Promise<VaultGrant | undefined> {
  try {
    return await vault.read(grantId)
  } catch (error) {
    if (!isMudbrickError(error) || !lostForGood.includes(error.code)) throw error
    onLost(error)
    return undefined
  }
}

const lostForGood = ['corrupt_record', 'misplaced_record', 'other_client']

/** Only a sign-in brings another token. */
function isExpired({ expiresAt, canRefresh }: VaultGrant, now: number): boolean {
  return now >= expiresAt && !canRefresh
}

/** Writes the cookie again when a twentieth of the idle time has passed, or its key was replaced. */
async function renew(
  { cookie, keys, limits: { idleTimeoutMs, absoluteTimeoutMs } }: SessionReaderOptions,
  ticket: OpenedTicket,
  now: number,
): Promise<string | undefined> {
  const isDue = now - ticket.seenAt >= idleTimeoutMs / 20 || (await keys.isOutdated(ticket.keyId))
  if (!isDue) return undefined
  return cookie.write({ ...ticket, seenAt: now }, ticket.signedInAt + absoluteTimeoutMs - now)
}
