import { webcrypto } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { createImsClient } from '@mudbrick/ims'
import {
  createSession,
  type CreateSessionOptions,
  type KeyValueStorage,
  type Session,
  type SessionWarning,
} from '@mudbrick/browser'
import { loadProfile } from '@mudbrick/browser/profile'
import { createFakeBrowser, type FakeBrowser } from './fake-browser.ts'
import { createFakeIms, type FakeIms, imsOrigin } from './fake-ims.ts'
import { createFakePage, createFakeStorage, type FakePage } from './fake-page.ts'
import { createFakeTime, type FakeTime } from '../time/fake-time.ts'

export const aemOrigin = 'https://aem.test'
export const appOrigin = 'https://localhost:3001'

/** A tab of a browser, in which one page follows another. */
export interface FakeTab {
  readonly ims: FakeIms
  readonly time: FakeTime
  readonly storage: KeyValueStorage & { readonly items: Map<string, string> }
  readonly browser: FakeBrowser
  readonly warnings: readonly SessionWarning[]
  /** Loads a page of the app, which creates its session. */
  readonly load: (address?: string, options?: Partial<CreateSessionOptions>) => LoadedPage
  /** Signs in, from one page over IMS to the redirect page, and finishes there. */
  readonly signIn: (options?: Partial<CreateSessionOptions>) => Promise<LoadedPage>
}

export interface LoadedPage {
  readonly page: FakePage
  readonly session: Session
}

/** What a tab shares with others: one IMS, one computer, one browser, and perhaps its storage. */
export type FakeTabOptions = Partial<Pick<FakeTab, 'ims' | 'time' | 'storage' | 'browser'>>

export function createFakeTab({
  ims = createFakeIms(),
  time = createFakeTime(),
  storage = createFakeStorage(),
  browser = createFakeBrowser(),
}: FakeTabOptions = {}): FakeTab {
  const warnings: SessionWarning[] = []
  let shown: FakePage | undefined
  const client = createImsClient({
    credential: 'single-page-app',
    clientId: 'client-id-123',
    redirectUri: `${appOrigin}/callback`,
    scopes: 'AdobeID,openid,aem.fragments.management',
    environment: imsOrigin,
    fetch: ims.fetch,
    clock: time,
  })

  const tab: FakeTab = {
    ims,
    time,
    storage,
    browser,
    warnings,
    load(address = `${appOrigin}/`, options = {}) {
      // The page before stands still, and goes on only if it comes back.
      shown?.freeze()
      const page = createFakePage({ address, time, storage, browser })
      shown = page
      const session = createSession({
        ims: client,
        allowedOrigins: [aemOrigin],
        onWarning: (warning) => warnings.push(warning),
        page,
        ...options,
      })
      loadProfile(session)
      return { page, session }
    },
    async signIn(options) {
      const { page, session } = tab.load(undefined, options)
      await session.signIn()
      const callback = tab.load(ims.approve(page.departures[0]), options)
      await callback.session.finishSignIn()
      await settle()
      return callback
    },
  }
  return tab
}

/** Lets everything finish that waits for nothing but this computer. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    // WebCrypto works in other threads: what it was asked before is done before this.
    await webcrypto.subtle.digest('SHA-256', new Uint8Array())
    await setImmediate()
  }
}
