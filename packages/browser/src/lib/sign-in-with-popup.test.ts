import { describe, expect, it } from 'vitest'
import { createFakePage } from '@mudbrick/testing/fake-page'
import {
  appOrigin,
  createFakeTab,
  type FakeTab,
  type LoadedPage,
  settle,
} from '@mudbrick/testing/fake-tab'
import { exchangeAuthCodeForToken } from './exchange-auth-code-for-token.ts'
import type { PopupWindows } from './popup-windows.ts'
import type { RedirectExplanation } from './redirect-explanation.ts'
import { createServerSideSession } from './server-side-session.ts'
import type { SignInResult } from './session.ts'
import { signInWithPopup, type SignInWithPopupOptions } from './sign-in-with-popup.ts'

describe('signInWithPopup()', () => {
  it('opens the window before anything asynchronous, as a click demands', () => {
    const { popups } = start()
    expect(popups.all).toHaveLength(1)
  })

  it('sends the window to IMS', async () => {
    const { popups } = await startAndSettle()
    expect(popups.all[0]?.addresses.map(({ pathname }) => pathname)).toEqual(['/ims/authorize/v2'])
  })

  it('stays on its page', async () => {
    const { page } = await startAndSettle()
    expect(page.departures).toEqual([])
  })

  it('hands prompt and locale to IMS', async () => {
    const { popups } = await startAndSettle({ prompt: 'login', locale: 'de-DE' })
    const asked = popups.all[0]?.addresses[0]?.searchParams
    expect([asked?.get('prompt'), asked?.get('locale')]).toEqual(['login', 'de_DE'])
  })

  it('is signing-in while the window is open', async () => {
    const { session } = await startAndSettle()
    expect(session.getSnapshot()).toEqual({ status: 'signing-in' })
  })

  it('is signed-in once the redirect page has relayed the answer', async () => {
    const { tab, session, popups, signedIn } = await startAndSettle()
    await answer(tab, popups)
    await signedIn
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in' })
  })

  it('needs one request for the token, whose code the redirect page never sends', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    await answer(tab, popups)
    await signedIn
    expect(tab.ims.requests.filter((request) => request.startsWith('POST'))).toEqual([
      'POST /ims/token/v3',
    ])
  })

  it('reports no other redirect URI: the opener’s own address is not one', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    await answer(tab, popups)
    expect((await signedIn).redirectUriFallback).toBeUndefined()
  })

  it('reports where the answer arrived if that is not where it was asked to', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    const address = tab.ims.approve(popups.all.at(-1)?.addresses[0])
    await openRedirectPage(tab, address.replace('/callback', '/elsewhere'))
    expect((await signedIn).redirectUriFallback).toEqual({
      requested: 'https://localhost:3001/callback',
      answeredAt: 'https://localhost:3001/elsewhere',
    })
  })

  it('rejects when the user declines', async () => {
    const { tab, session, popups, signedIn } = await startAndSettle()
    await answer(tab, popups, 'deny')
    await expect(signedIn).rejects.toMatchObject({
      name: 'AuthorizationResponseError',
      error: 'access_denied',
    })
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('rejects when IMS does not take the code', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    const refusal = { error: 'invalid_grant' }
    tab.ims.answer('/ims/token/v3', () => Response.json(refusal, { status: 400 }))
    await answer(tab, popups)
    await expect(signedIn).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('goes on waiting when the answer to another sign-in is relayed', async () => {
    const { tab, session, popups, signedIn } = await startAndSettle()
    await openRedirectPage(tab, `${appOrigin}/callback?code=fake-code&state=fake-foreign-state`)
    expect(session.getSnapshot().status).toBe('signing-in')
    expect(tab.ims.requests).toEqual([])
    await answer(tab, popups)
    await signedIn
  })

  it('takes an answer once: the redirect page opened again explains itself', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    await answer(tab, popups)
    await signedIn
    const explanations = await answer(tab, popups)
    tab.time.pass(3_000)
    expect(explanations.map(({ code }) => code)).toEqual(['not_acknowledged'])
  })

  it('closes the window after the answer, even when the redirect page could not', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    await answer(tab, popups)
    await signedIn
    expect(popups.all[0]?.isClosed()).toBe(true)
  })

  it('is refused for a session that lives on a server', async () => {
    await expect(
      signInWithPopup(createServerSideSession(), { windows: createFakePopups() }),
    ).rejects.toMatchObject({ name: 'ConfigurationError', option: 'session' })
  })
})

describe('signInWithPopup() when the browser blocks windows', () => {
  it('rejects at once', async () => {
    const { session } = createFakeTab().load()
    const windows: PopupWindows = { open: () => undefined, onFocusChange: () => () => {} }
    await expect(signInWithPopup(session, { windows })).rejects.toMatchObject({
      name: 'PopupError',
      code: 'popup_blocked',
      needsInteraction: true,
    })
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('can be called again', async () => {
    const { session } = createFakeTab().load()
    const windows: PopupWindows = { open: () => undefined, onFocusChange: () => () => {} }
    await signInWithPopup(session, { windows }).catch(() => {})
    const popups = createFakePopups()
    void signInWithPopup(session, { windows: popups })
    expect(popups.all).toHaveLength(1)
  })
})

describe('signInWithPopup() when the user closes the window', () => {
  it('rejects a second after they have come back', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    popups.blur()
    popups.all[0]?.close()
    popups.focus()
    tab.time.pass(1_000)
    await expect(signedIn).rejects.toMatchObject({ code: 'popup_closed' })
  })

  it('is what it was before', async () => {
    const { session } = await closeWindow()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('can be called again, for another sign-in', async () => {
    const { tab, session, popups } = await closeWindow()
    const again = signInWithPopup(session, { windows: popups })
    await settle()
    const states = popups.all.map(({ addresses }) => addresses[0]?.searchParams.get('state'))
    expect(new Set(states).size).toBe(2)
    await answer(tab, popups)
    await expect(again).resolves.toBeDefined()
  })

  it('waits for an answer that comes within that second', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    popups.blur()
    popups.all[0]?.close()
    popups.focus()
    tab.time.pass(999)
    await answer(tab, popups)
    tab.time.pass(1)
    await expect(signedIn).resolves.toBeDefined()
  })

  it('waits for a token that takes longer than that second', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    let respond = (): void => {}
    const arrived = new Promise<void>((resolve) => (respond = resolve))
    tab.ims.answer('/ims/token/v3', async () => {
      await arrived
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    })
    popups.blur()
    await answer(tab, popups)
    popups.all[0]?.close()
    popups.focus()
    tab.time.pass(5_000)
    respond()
    await expect(signedIn).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('does not believe a window that says closed while this one has never been left', async () => {
    const { tab, session, popups } = await startAndSettle()
    popups.all[0]?.close()
    popups.focus()
    tab.time.pass(60_000)
    await settle()
    expect(session.getSnapshot().status).toBe('signing-in')
  })

  it('does not believe it while this window is not looked at again', async () => {
    const { tab, session, popups } = await startAndSettle()
    popups.blur()
    popups.all[0]?.close()
    tab.time.pass(60_000)
    await settle()
    expect(session.getSnapshot().status).toBe('signing-in')
  })

  it('does not mind a user who comes back and goes on in a window that is open', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    popups.blur()
    popups.focus()
    tab.time.pass(60_000)
    popups.blur()
    await answer(tab, popups)
    await expect(signedIn).resolves.toBeDefined()
  })

  it('does not mind a user who looks back for less than a second', async () => {
    const { tab, session, popups } = await startAndSettle()
    popups.all[0]?.cutOff()
    popups.blur()
    popups.focus()
    tab.time.pass(900)
    popups.blur()
    tab.time.pass(60_000)
    await settle()
    expect(session.getSnapshot().status).toBe('signing-in')
  })

  it('is signed in nevertheless by an answer that comes later', async () => {
    const { tab, session, popups } = await closeWindow()
    await answer(tab, popups)
    await settle()
    expect(session.getSnapshot().status).toBe('signed-in')
  })
})

describe('signInWithPopup() when IMS’s pages cut the window off (Cross-Origin-Opener-Policy)', () => {
  it('signs in although the window says that it is closed', async () => {
    const { tab, popups, signedIn } = await startAndSettle()
    popups.all[0]?.cutOff()
    popups.blur()
    tab.time.pass(60_000)
    await answer(tab, popups)
    await expect(signedIn).resolves.toBeDefined()
  })
})

describe('signInWithPopup() without end', () => {
  it('rejects after ten minutes', async () => {
    const { tab, signedIn } = await startAndSettle()
    tab.time.pass(600_000)
    await expect(signedIn).rejects.toMatchObject({ code: 'popup_timed_out' })
  })

  it('rejects after the time that it was given, and closes the window', async () => {
    const { tab, popups, signedIn } = await startAndSettle({ timeoutMs: 5_000 })
    tab.time.pass(5_000)
    await expect(signedIn).rejects.toMatchObject({ code: 'popup_timed_out' })
    expect(popups.all[0]?.isClosed()).toBe(true)
  })
})

describe('signInWithPopup() with a signal', () => {
  it('opens no window when the signal is aborted already', async () => {
    const { session } = createFakeTab().load()
    const popups = createFakePopups()
    const reason = new Error('changed my mind')
    const signal = AbortSignal.abort(reason)
    await expect(signInWithPopup(session, { signal, windows: popups })).rejects.toBe(reason)
    expect(popups.all).toEqual([])
  })

  it('closes the window and rejects with the reason', async () => {
    const controller = new AbortController()
    const { popups, signedIn } = await startAndSettle({ signal: controller.signal })
    const reason = new Error('changed my mind')
    controller.abort(reason)
    await expect(signedIn).rejects.toBe(reason)
    expect(popups.all[0]?.isClosed()).toBe(true)
  })

  it('takes no answer any more', async () => {
    const controller = new AbortController()
    const { tab, session, popups } = await startAndSettle({ signal: controller.signal })
    controller.abort()
    await settle()
    await answer(tab, popups)
    await settle()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
    expect(tab.ims.requests).toEqual([])
  })

  it('leaves the answer to be explained by the redirect page', async () => {
    const controller = new AbortController()
    const { tab, popups } = await startAndSettle({ signal: controller.signal })
    controller.abort()
    await settle()
    const explanations = await answer(tab, popups)
    tab.time.pass(3_000)
    expect(explanations.map(({ code }) => code)).toEqual(['not_acknowledged'])
  })

  it('takes no answer after the page was loaded anew either', async () => {
    const controller = new AbortController()
    const { tab, popups } = await startAndSettle({ signal: controller.signal })
    controller.abort()
    const { session } = tab.load()
    await answer(tab, popups)
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
    expect(tab.ims.requests).toEqual([])
  })

  it('closes the window when it is aborted before the way to IMS is known', async () => {
    const controller = new AbortController()
    const { popups, signedIn } = start({ signal: controller.signal })
    controller.abort()
    await expect(signedIn).rejects.toThrow('aborted')
    await settle()
    expect(popups.all[0]?.isClosed()).toBe(true)
    expect(popups.all[0]?.addresses).toEqual([])
  })
})

describe('signInWithPopup() called while a window is open', () => {
  it('shows that window, and opens no other', async () => {
    const { tab, session, popups } = await startAndSettle()
    tab.time.pass(20_000)
    void signInWithPopup(session, { windows: popups })
    expect(popups.all.map(({ timesFocused }) => timesFocused)).toEqual([1])
  })

  it('gives both callers the same result', async () => {
    const { tab, session, popups, signedIn } = await startAndSettle()
    const again = signInWithPopup(session, { windows: popups })
    await answer(tab, popups)
    expect(await again).toBe(await signedIn)
  })

  it('opens no second window for a double click, even where IMS has cut the first off', async () => {
    const { tab, session, popups } = await startAndSettle()
    popups.all[0]?.cutOff()
    tab.time.pass(300)
    void signInWithPopup(session, { windows: popups })
    expect(popups.all).toHaveLength(1)
  })

  it('opens the window anew when it is gone, for the same sign-in', async () => {
    const { tab, session, popups, signedIn } = await startAndSettle()
    tab.time.pass(20_000)
    popups.blur()
    popups.all[0]?.close()
    popups.focus()
    const again = signInWithPopup(session)
    expect(popups.all.map(({ addresses }) => addresses[0]?.href)).toEqual([
      popups.all[0]?.addresses[0]?.href,
      popups.all[0]?.addresses[0]?.href,
    ])
    popups.blur()
    tab.time.pass(5_000)
    await answer(tab, popups)
    expect(await again).toBe(await signedIn)
  })
})

describe('a page that is loaded anew while the window is open', () => {
  it('is signed in by the answer', async () => {
    const { tab, popups } = await startAndSettle()
    const { session } = tab.load()
    await answer(tab, popups)
    await settle()
    expect(session.getSnapshot().status).toBe('signed-in')
  })
})

interface Started extends LoadedPage {
  readonly tab: FakeTab
  readonly popups: FakePopups
  readonly signedIn: Promise<SignInResult>
}

function start(options: SignInWithPopupOptions = {}): Started {
  const tab = createFakeTab()
  const loaded = tab.load()
  const popups = createFakePopups()
  const signedIn = signInWithPopup(loaded.session, { windows: popups, ...options })
  // What becomes of it is asked later, and may be a rejection by then.
  signedIn.catch(() => {})
  return { tab, ...loaded, popups, signedIn }
}

async function startAndSettle(options: SignInWithPopupOptions = {}): Promise<Started> {
  const started = start(options)
  await settle()
  return started
}

async function closeWindow(): Promise<Started> {
  const started = await startAndSettle()
  const { tab, popups, signedIn } = started
  popups.blur()
  popups.all[0]?.close()
  popups.focus()
  tab.time.pass(1_000)
  await signedIn.catch(() => {})
  return started
}

/** Lets the user answer in the window that was opened last. */
async function answer(
  tab: FakeTab,
  popups: FakePopups,
  decision: 'approve' | 'deny' = 'approve',
): Promise<readonly RedirectExplanation[]> {
  return openRedirectPage(tab, tab.ims[decision](popups.all.at(-1)?.addresses[0]))
}

/** Opens a redirect page whose window stays open, and gives what it explains. */
async function openRedirectPage(
  { time, storage, browser }: FakeTab,
  address: string,
): Promise<readonly RedirectExplanation[]> {
  const explanations: RedirectExplanation[] = []
  const page = createFakePage({ address, time, storage, browser })
  void exchangeAuthCodeForToken({
    page: { ...page, leaveFor: page.navigate, close: () => {} },
    clock: time,
    explain: (explanation) => explanations.push(explanation),
  })
  await settle()
  return explanations
}

interface FakePopup {
  readonly addresses: URL[]
  readonly timesFocused: number
  readonly isClosed: () => boolean
  readonly close: () => void
  /** Lets the opener's handle say what it says under Cross-Origin-Opener-Policy. */
  readonly cutOff: () => void
}

interface FakePopups extends PopupWindows {
  readonly all: readonly FakePopup[]
  readonly focus: () => void
  readonly blur: () => void
}

function createFakePopups(): FakePopups {
  const all: FakePopup[] = []
  const listeners = new Set<(hasFocus: boolean) => void>()
  const tell = (hasFocus: boolean): void => listeners.forEach((listener) => listener(hasFocus))
  return {
    all,
    focus: () => tell(true),
    blur: () => tell(false),
    open() {
      const popup = createFakePopup()
      all.push(popup)
      return { ...popup, navigate: (address) => popup.addresses.push(address), focus: popup.bring }
    },
    onFocusChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function createFakePopup(): FakePopup & { readonly bring: () => void } {
  let isClosed = false
  let timesFocused = 0
  const close = (): void => {
    isClosed = true
  }
  return {
    addresses: [],
    get timesFocused() {
      return timesFocused
    },
    bring: () => {
      timesFocused += 1
    },
    isClosed: () => isClosed,
    close,
    cutOff: close,
  }
}
