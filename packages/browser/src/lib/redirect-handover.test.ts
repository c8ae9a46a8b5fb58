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
import { signInWithPopup } from './sign-in-with-popup.ts'

describe('a redirect page without configuration, reached by session.signIn()', () => {
  it('goes back to the app, and says nothing', async () => {
    const { departures, explanations } = await arriveByRedirect(createFakeTab())
    expect(departures.map(({ href }) => href)).toEqual([`${appOrigin}/models?page=2`])
    expect(explanations).toEqual([])
  })

  it('lets the next page of the app finish the sign-in', async () => {
    const tab = createFakeTab()
    await arriveByRedirect(tab)
    const { session } = tab.load(`${appOrigin}/models?page=2`)
    await session.ready
    expect(session.getSnapshot().status).toBe('signed-in')
  })

  it('leaves no response behind', async () => {
    const tab = createFakeTab()
    await arriveByRedirect(tab)
    await tab.load().session.ready
    expect([...tab.storage.items.values()].join()).not.toContain('fake-code-1&')
    expect(tab.storage.items.has('mudbrick:arrival')).toBe(false)
  })

  it('tells the next page of the app what went wrong', async () => {
    const tab = createFakeTab()
    await arriveByRedirect(tab, 'deny')
    const { session } = tab.load()
    await session.ready
    expect(tab.warnings).toMatchObject([
      { code: 'sign_in_failed', cause: { error: 'access_denied' } },
    ])
    await expect(session.finishSignIn()).rejects.toMatchObject({ error: 'access_denied' })
  })

  it('keeps nothing of a response to another sign-in', async () => {
    const tab = createFakeTab()
    await tab.load().session.signIn()
    const { departures } = openRedirectPage(tab, `${appOrigin}/callback?code=c&state=foreign`)
    expect(departures).toEqual([])
    expect(tab.storage.items.has('mudbrick:arrival')).toBe(false)
  })
})

describe('a page that calls finishSignIn(), reached by a popup', () => {
  it('hands the response to the page that opened it, and closes', async () => {
    const { opener, popup, result } = await arriveInPopup()
    await result
    expect(opener.session.getSnapshot().status).toBe('signed-in')
    expect(popup.page.timesClosed()).toBe(1)
  })

  it('resolves where the browser keeps the window open', async () => {
    const { tab, finished } = await arriveInPopup()
    tab.time.pass(500)
    expect(await finished).toEqual({ returnTo: '/', redirectUriFallback: undefined })
  })

  it('hands over an error without a state', async () => {
    const tab = createFakeTab()
    const opener = tab.load()
    const popup = openPopup(opener)
    await settle()
    openRedirectPage(tab, `${appOrigin}/redirect.html?error=invalid_scope`)
    await expect(popup.result).rejects.toMatchObject({ error: 'invalid_scope' })
  })
})

interface ArrivedRedirect {
  readonly departures: readonly URL[]
  readonly explanations: readonly unknown[]
}

async function arriveByRedirect(
  tab: FakeTab,
  decision: 'approve' | 'deny' = 'approve',
): Promise<ArrivedRedirect> {
  const { page, session } = tab.load(`${appOrigin}/models?page=2`)
  await session.signIn()
  return openRedirectPage(tab, tab.ims[decision](page.departures[0]))
}

function openRedirectPage(tab: FakeTab, address: string): ArrivedRedirect {
  const page = createFakePage({ ...tab, address })
  const explanations: unknown[] = []
  void exchangeAuthCodeForToken({
    page: { ...page, leaveFor: page.navigate },
    clock: tab.time,
    explain: (explanation) => explanations.push(explanation),
  })
  return { departures: page.departures, explanations }
}

function openPopup({ session }: LoadedPage) {
  const addresses: URL[] = []
  const result = signInWithPopup(session, {
    windows: {
      open: () => ({
        navigate: (address) => addresses.push(address),
        focus: () => {},
        isClosed: () => false,
        close: () => {},
      }),
      onFocusChange: () => () => {},
    },
  })
  return { addresses, result }
}

async function arriveInPopup() {
  const tab = createFakeTab()
  const opener = tab.load()
  const { addresses, result } = openPopup(opener)
  await settle()
  // A popup begins with a copy of its opener's storage, made before the sign-in began.
  const inPopup = createFakeTab({ ims: tab.ims, time: tab.time, browser: tab.browser })
  const popup = inPopup.load(tab.ims.approve(addresses[0]))
  const finished = popup.session.finishSignIn()
  await settle()
  return { tab, opener, popup, result, finished }
}
