import type { Clock } from '@mudbrick/http'
import type { KeyProvider, Vault } from '@mudbrick/vault'
import type { ReportError } from './error-context.ts'

/** Knows the key that cookies are sealed with, and until when keys are needed. */
export interface SessionKeys {
  /** Tells whether cookies are sealed with another key now. `false` if that is not known. */
  readonly isOutdated: (keyId: string) => Promise<boolean>
  /** Notes, for all processes, that a cookie that was sealed with a key may have to be opened until then. */
  readonly noteUse: (keyId: string, until: number) => Promise<void>
}

/** What the keys of sessions depend on. */
export interface SessionKeysOptions {
  readonly keys: Pick<KeyProvider, 'current'>
  readonly vault: Pick<Vault, 'noteKeyUse'>
  readonly clock: Clock
  readonly onError: ReportError
}

/** How long the current key is taken for the current one without asking again. */
const currentForMs = 1_000
/** Uses are noted up to the next full hour, so that a process writes once in an hour. */
const noteStepMs = 3_600_000
const pauseAfterFailureMs = 60_000

/** Creates what a process knows of the keys of its cookies. A failure is reported, and fails no request. */
export function createSessionKeys({
  keys,
  vault,
  clock,
  onError,
}: SessionKeysOptions): SessionKeys {
  const notedUntil = new Map<string, number>()
  let currentId: string | undefined
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined
  let failedAt = Number.NEGATIVE_INFINITY

  return {
    async isOutdated(keyId) {
      if (!isWithin(currentForMs, askedAt)) {
        // One question for all requests.
        asking ??= askForCurrent().finally(() => {
          asking = undefined
        })
        await asking
      }
      return currentId !== undefined && currentId !== keyId
    },

    async noteUse(keyId, until) {
      const roundedUntil = Math.ceil(until / noteStepMs) * noteStepMs
      const former = notedUntil.get(keyId) ?? 0
      if (former >= roundedUntil || isWithin(pauseAfterFailureMs, failedAt)) return
      notedUntil.set(keyId, roundedUntil)
      try {
        await vault.noteKeyUse(keyId, roundedUntil)
      } catch (error) {
        notedUntil.set(keyId, former)
        failedAt = clock.now()
        onError(error, {})
      }
    },
  }

  async function askForCurrent(): Promise<void> {
    try {
      const { keyId } = await keys.current()
      currentId = keyId
    } catch {
      // The last one counts on. Sealing asks again, and reports it.
    } finally {
      askedAt = clock.now()
    }
  }

  /** A clock may go back. */
  function isWithin(spanMs: number, instant: number): boolean {
    return Math.abs(clock.now() - instant) < spanMs
  }
}
