import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import type { ImsClient } from '@mudbrick/ims'
import { warnOnConsole } from './defaults.ts'
import type { Page, PageChannel } from './page.ts'
import { createPendingSignIns, type PendingSignIns } from './pending-sign-ins.ts'
import { createReturnPaths, type ReturnPaths } from './return-paths.ts'
import type { SessionRecord } from './session-record.ts'
import type { Warn } from './session-warning.ts'
import type { CreateSessionOptions, SignInResult } from './session.ts'
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts'
import {
  createMemoryStorage,
  createStorageWithFallback,
  type KeyValueStorage,
  type StorageWithFallback,
} from './storage.ts'

/** What the functions of one session work on: what it was created with, and then what changes. */
export interface SessionCore {
  readonly ims: ImsClient
  readonly page: Page
  readonly options: CreateSessionOptions
  readonly warn: Warn
  /** Begins the keys of all that is kept for this client at this IMS. */
  readonly key: string
  /** Keeps the session from page to page. */
  readonly storage: KeyValueStorage
  /** Keeps what belongs to this tab. */
  readonly tabStorage: StorageWithFallback
  /** Keeps what all tabs count. */
  readonly sharedStorage: KeyValueStorage
  readonly pendingSignIns: PendingSignIns
  readonly returnPaths: ReturnPaths
  readonly snapshots: SnapshotStore
  /** What the session is now; undefined when no user is signed in. */
  record: SessionRecord | undefined
  /** The latest change of the session that this page knows of. */
  generation: number
  /** Returns how many milliseconds are left of the access token, which may be less than none. */
  countdown: () => number
  /** What is under way, and shown instead of the record. */
  transition: 'restoring' | 'signing-in' | undefined
  /** Aborts at the sign-out, after which nothing that is still under way may sign in again. */
  ending: AbortController
  /** Renews the access token when it is due. */
  renewWhenDue: () => void
  stopTimer: () => void
  isClosed: boolean
  /** The renewal that all callers wait for. */
  renewing: Promise<void> | undefined
  /** Tells the other tabs. */
  channel: PageChannel | undefined
  /** The calls that wait for an answer of the other tabs. */
  waiting: readonly (() => void)[]
  /** The sign-in that was finished last, for calls that ask for it again. */
  finishing: { readonly state: string | null; readonly result: Promise<SignInResult> } | undefined
  hasWarnedOfScopes: boolean
  /** Loads the user's profile, unless it is known; only where the app imports it. */
  loadProfile: (() => void) | undefined
}

/** Puts together what a session works on; nothing begins yet. */
export function createCore(page: Page, options: CreateSessionOptions): SessionCore {
  const { ims, basePath, onWarning: warn = warnOnConsole } = options
  const key = `mudbrick:${new URL(ims.environment.tokenEndpoint).host}:${ims.clientId}`
  const tabStorage = createStorageWithFallback(page.openSessionStorage, warn)
  return {
    ims,
    page,
    options,
    warn,
    key,
    storage: openStorage(page, options, tabStorage, warn),
    tabStorage,
    sharedStorage: createStorageWithFallback(page.openLocalStorage, () => {}),
    // A sign-in comes back to the tab it left from, wherever the session is kept.
    pendingSignIns: createPendingSignIns(`${key}:pending-sign-ins`, tabStorage),
    returnPaths: createReturnPaths({
      key: `${key}:return-to`,
      page,
      redirectUri: ims.redirectUri,
      basePath,
      storage: tabStorage,
    }),
    snapshots: createSnapshotStore({ status: 'restoring' }),
    record: undefined,
    generation: 0,
    countdown: () => 0,
    transition: 'restoring',
    ending: new AbortController(),
    renewWhenDue: () => {},
    stopTimer: () => {},
    isClosed: false,
    renewing: undefined,
    channel: undefined,
    waiting: [],
    finishing: undefined,
    hasWarnedOfScopes: false,
    loadProfile: undefined,
  }
}

function openStorage(
  page: Page,
  { storage = 'session' }: CreateSessionOptions,
  tabStorage: KeyValueStorage,
  warn: Warn,
): KeyValueStorage {
  if (storage === 'session') return tabStorage
  if (storage === 'memory') return createMemoryStorage()
  if (typeof storage === 'string' && storage !== 'local') {
    throw new ConfigurationError(
      'invalid_option',
      'storage',
      explains &&
        `storage is ${JSON.stringify(storage)}: give 'session', 'local', 'memory', or a storage of your own.`,
    )
  }
  return createStorageWithFallback(
    storage === 'local' ? page.openLocalStorage : () => storage,
    warn,
  )
}
