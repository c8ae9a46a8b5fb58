import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import type { SessionCore } from './session-core.ts'
import type { Session } from './session.ts'

const cores = new WeakMap<Session, SessionCore>()

/** Lets the other entries of this package, such as the popup, work with a session. */
export function registerSession(session: Session, core: SessionCore): void {
  cores.set(session, core)
}

/** Returns the core of a session; undefined for one that does not live in a page, or is a fake. */
export function findCore(session: Session): SessionCore | undefined {
  return cores.get(session)
}

/** @throws {@link ConfigurationError} for a session that does not live in a page. */
export function coreOf(session: Session): SessionCore {
  const core = findCore(session)
  if (core) return core
  throw new ConfigurationError(
    'invalid_option',
    'session',
    explains &&
      'session was not made by createSession in a page, or by another copy of @mudbrick/browser: pass the session of the app, in a browser, and let the app install one copy.',
  )
}
