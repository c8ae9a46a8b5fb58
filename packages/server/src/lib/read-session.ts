import type { Clock } from '@mudbrick/http'
import { isMudbrickError } from '@mudbrick/ims'
import type { Vault, VaultGrant } from '@mudbrick/vault'
import { createServerSession, type ServerSessionContext } from './server-session.ts'
import type { SessionCookie, SessionTicket } from './session-cookie.ts'
import type { ReadSession, SessionReading } from './session-reading.ts'

/** How long sessions last. */
export interface SessionLimits {
  /** How long a session lives on without being used. */
  readonly idleTimeoutMs: number
  /** How long a session lives in all. */
  readonly absoluteTimeoutMs: number
}

/** What sessions are read with. */
export interface SessionReaderOptions {
  readonly sessionContext: ServerSessionContext
  readonly cookie: SessionCookie
  readonly limits: SessionLimits
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

/** Creates the function that finds out who is signed in. */
export function createSessionReader(options: SessionReaderOptions): ReadSession {
  const { sessionContext, cookie, limits, clock, onError } = options
  const { vault } = sessionContext

  return async (request) => {
    const ticket = await cookie.read(request)
    if (ticket === undefined) return { session: undefined, setCookie: undefined }
    const nobody: SessionReading = { session: undefined, setCookie: cookie.clear() }
    if (ticket === 'unusable') return nobody

    const now = clock.now()
    // Nothing is ended by it: a clock that jumps would end it for everybody, for good.
    if (isOver(ticket, limits, now)) return { session: undefined, setCookie: undefined }
    const grant = await readUsableGrant(vault, ticket.grantId, onError)
    if (!grant) return nobody
    // The cookie stays, so that the next sign-in finds what it takes the place of.
    if (isExpired(grant, now)) return { session: undefined, setCookie: undefined, expired: grant }

    const setCookie = await renew(options, ticket, now)
    return { session: createServerSession(sessionContext, grant, setCookie), setCookie }
  }
}

function isOver(
  { signedInAt, seenAt }: SessionTicket,
  limits: SessionLimits,
  now: number,
): boolean {
  const { idleTimeoutMs, absoluteTimeoutMs } = limits
  return now >= seenAt + idleTimeoutMs || now >= signedInAt + absoluteTimeoutMs
}

/** A record that is lost for good is as good as none; one that is out of reach is a reason to wait. */
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

const lostForGood = ['corrupt_record', 'misplaced_record', 'rolled_back']

/** Nothing but a sign-in brings another token. */
function isExpired({ expiresAt, canRefresh }: VaultGrant, now: number): boolean {
  return now >= expiresAt && !canRefresh
}

/** Writes the cookie anew when a noticeable part of the idle time has gone by. */
async function renew(
  { cookie, limits: { idleTimeoutMs, absoluteTimeoutMs } }: SessionReaderOptions,
  ticket: SessionTicket,
  now: number,
): Promise<string | undefined> {
  if (now - ticket.seenAt < idleTimeoutMs / 20) return undefined
  return cookie.write({ ...ticket, seenAt: now }, ticket.signedInAt + absoluteTimeoutMs - now)
}
