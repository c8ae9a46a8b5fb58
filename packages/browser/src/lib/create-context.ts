import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import type { CreateSessionOptions } from './create-session-options.ts'
import { warnOnConsole } from './defaults.ts'
import { HeldSession } from './held-session.ts'
import type { KeyValueStorage } from './key-value-storage.ts'
import { createMemoryStorage } from './memory-storage.ts'
import type { Page } from './page.ts'
import { createPendingSignIns } from './pending-sign-ins.ts'
import { createRenewal } from './renewal.ts'
import { createReturnPaths } from './return-paths.ts'
import type { SessionContext } from './session-context.ts'
import type { Warn } from './session-warning.ts'
import { joinSiblingTabs } from './sibling-tabs.ts'
import { createUnfailingStorage } from './unfailing-storage.ts'

/** Puts the parts of a session together; nothing begins before `siblings.catchUp()`. */
export function createContext(page: Page, options: CreateSessionOptions): SessionContext {
  const { ims, renewSilently, onWarning: warn = warnOnConsole } = options
  const { clock } = ims
  const key = `mudbrick:${new URL(ims.environment.tokenEndpoint).host}:${ims.clientId}`
  const tabStorage = createUnfailingStorage(page.openSessionStorage, warn)
  const held = new HeldSession({
    key: `${key}:session`,
    storage: openStorage(page, options, tabStorage, warn),
    keepsRefreshToken: options.persistRefreshToken === true,
    isSilentlyRenewable: renewSilently !== undefined,
    clock,
    page,
    // Whoever needs the token hears of a failure; it is tried again in a while.
    onDue: () => void renew().catch(() => {}),
  })
  const siblings = joinSiblingTabs({
    key,
    held,
    storage: createUnfailingStorage(page.openLocalStorage, () => {}),
    clock,
    page,
  })
  const renew = createRenewal({ key, ims, page, held, siblings, renewSilently })
  // A sign-in comes back to the tab it left from, wherever the session is kept.
  const pendingSignIns = createPendingSignIns(pendingKeyOf(key), tabStorage)
  const returnPaths = createReturnPaths({
    key: `${key}:return-to`,
    page,
    redirectUri: ims.redirectUri,
    basePath: options.basePath,
    storage: tabStorage,
  })
  const keepsSignIns = (): boolean => tabStorage.keeps(pendingKeyOf(key))
  return {
    ims,
    page,
    held,
    siblings,
    pendingSignIns,
    renew,
    warn,
    returnPaths,
    tabStorage,
    keepsSignIns,
    hooks: {},
  }
}

function pendingKeyOf(key: string): string {
  return `${key}:pending-sign-ins`
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
  return createUnfailingStorage(storage === 'local' ? page.openLocalStorage : () => storage, warn)
}
