import { explains } from '@mudbrick/http/explains'
import { ConfigurationError, type ImsClient } from '@mudbrick/ims'
import type { HeldSession } from './held-session.ts'
import type { Page } from './page.ts'
import type { PendingSignIns } from './pending-sign-ins.ts'
import type { ReturnPaths } from './return-paths.ts'
import type { Warn } from './session-warning.ts'
import type { Session } from './session.ts'
import type { SiblingTabs } from './sibling-tabs.ts'
import type { SignInResult } from './sign-in-result.ts'
import type { UnfailingStorage } from './unfailing-storage.ts'

/** What a session does only where another entry of this package is imported. */
export interface SessionHooks {
  /** Loads the user's profile, unless it is known. */
  loadProfile?: () => void
}

/** What the parts of one session share. */
export interface SessionContext {
  readonly ims: ImsClient
  readonly page: Page
  readonly held: HeldSession
  readonly siblings: SiblingTabs
  readonly pendingSignIns: PendingSignIns
  /** Brings another access token into `held`; once for all who ask at a time. */
  readonly renew: () => Promise<void>
  readonly warn: Warn
  readonly returnPaths: ReturnPaths
  /** Tells whether sign-ins that leave survive this page. */
  readonly keepsSignIns: () => boolean
  readonly hooks: SessionHooks
  /** This tab's storage. */
  readonly tabStorage: UnfailingStorage
}

/** What is done with a session by what is no part of it, such as a popup. */
export interface OpenSession extends SessionContext {
  /** Finishes the sign-in that a response belongs to: once, however often it is called. */
  readonly finish: (response: URLSearchParams, arrivedAt?: URL) => Promise<SignInResult>
}

const openSessions = new WeakMap<Session, OpenSession>()

/** Lets what is no part of a session work with it. */
export function registerSession(session: Session, context: OpenSession): void {
  openSessions.set(session, context)
}

/** Returns the context of a session; undefined for one that does not live in a page, or is a fake. */
export function findContext(session: Session): OpenSession | undefined {
  return openSessions.get(session)
}

/** @throws {@link ConfigurationError} for a session that does not live in a page. */
export function contextOf(session: Session): OpenSession {
  const context = findContext(session)
  if (context) return context
  throw new ConfigurationError(
    'invalid_option',
    'session',
    explains &&
      'session was not made by createSession in a page, or by another copy of @mudbrick/browser: pass the session of the app, in a browser, and let the app install one copy.',
  )
}
