import { createFakeBrowser, type FakeBrowser } from '@mudbrick/testing/fake-browser'
import { createFakeIms } from '@mudbrick/testing/fake-ims'
import { createFakeStorage } from '@mudbrick/testing/fake-page'
import { createFakeTab, type FakeTab, settle } from '@mudbrick/testing/fake-tab'
import { createFakeTime } from '@mudbrick/testing/fake-time'
import { describe, expect, it, vi } from 'vitest'

const hour = 3_600_000
const channelName = 'mudbrick:ims.test:client-id-123'

describe('a tab that is opened while another is signed in', () => {
  it('is restoring until the other has answered', async () => {
    const { first, second } = twoTabs()
    await first.signIn()
    const { session } = second.load()
    expect(session.getSnapshot()).toEqual({ status: 'restoring' })
    await session.ready
    expect(session.getSnapshot()).toMatchObject({
      status: 'signed-in',
      profile: { name: 'Ada Author' },
    })
  })

  it('gives its token to a caller that does not wait for that', async () => {
    const { first, second } = twoTabs()
    await first.signIn()
    const { session } = second.load()
    expect(await session.getAccessToken()).toBe('fake-access-token-for-fake-code-1')
  })

  it('gets the refresh token too', async () => {
    const { first, second, time } = twoTabs()
    const { page } = await first.signIn()
    const { session } = second.load()
    await session.ready
    page.freeze()
    time.sleep(hour)
    expect(await session.getAccessToken()).toBe('fake-access-token-of-refresh-1')
  })

  it('is signed-out after a second without an answer', async () => {
    const { first, second, time } = twoTabs()
    const { page } = await first.signIn()
    page.freeze()
    const { session } = second.load()
    await settle()
    expect(session.getSnapshot()).toEqual({ status: 'restoring' })
    time.pass(1_000)
    await session.ready
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('is signed-out at once where no user has ever signed in', () => {
    expect(twoTabs().second.load().session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('is signed-out at once where the last one has signed out', async () => {
    const { first, second } = twoTabs()
    const { session } = await first.signIn()
    await session.signOut()
    expect(second.load().session.getSnapshot()).toEqual({ status: 'signed-out' })
  })
})

describe('tabs that are open together', () => {
  it('are signed in together', async () => {
    const { first, second } = twoTabs()
    const { session } = second.load()
    await first.signIn()
    expect(session.getSnapshot()).toMatchObject({
      status: 'signed-in',
      profile: { name: 'Ada Author' },
    })
  })

  it('are signed out together', async () => {
    const { one, two } = await twoSignedInTabs()
    await one.session.signOut()
    await settle()
    expect(two.session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('keep nothing of a session that another has ended', async () => {
    const { one, second } = await twoSignedInTabs()
    await one.session.signOut()
    await settle()
    expect([...second.storage.items.keys()]).toEqual([])
  })

  it('change the user together', async () => {
    const { one, two, ims } = await twoSignedInTabs()
    ims.answer('/ims/userinfo/v2', () => Response.json({ sub: 'vic@AdobeID', name: 'Vic Viewer' }))
    ims.signInAs('vic@AdobeID')
    await one.session.signIn()
    await one.session.finishSignIn().catch(() => {})
    const back = one.tab.load(ims.approve(one.page.departures[0]))
    await back.session.finishSignIn()
    await settle()
    expect(two.session.getSnapshot()).toMatchObject({ profile: { name: 'Vic Viewer' } })
  })

  it('ask IMS once when ten callers in each meet an expired token', async () => {
    const { one, two, ims, time } = await twoSignedInTabs()
    time.sleep(hour)
    const sessions = Array.from({ length: 10 }, () => [one.session, two.session]).flat()
    const asked = Promise.all(sessions.map((session) => session.getAccessToken()))
    await settle()
    time.pass(100)
    expect(new Set(await asked)).toEqual(new Set(['fake-access-token-of-refresh-1']))
    expect(ims.refreshes()).toBe(1)
  })

  it('stop waiting for the lock once another has renewed', async () => {
    const waits: AbortSignal[] = []
    const browser = createFakeBrowser()
    const { one, two, time } = await twoSignedInTabs({
      ...browser,
      runExclusively(name, task, signal) {
        waits.push(signal)
        return browser.runExclusively(name, task, signal)
      },
    })
    time.sleep(hour)
    await Promise.all([one.session.getAccessToken(), two.session.getAccessToken()])
    expect(waits.map(({ aborted }) => aborted)).toContain(true)
  })

  it('leave each other a moment in which to read what one has written', async () => {
    const { one, time, browser } = await twoSignedInTabs()
    time.sleep(hour)
    await one.session.getAccessToken()
    let isFree = false
    const next = browser.runExclusively(
      `${channelName}:renewal`,
      async () => {
        isFree = true
      },
      new AbortController().signal,
    )
    await settle()
    expect(isFree).toBe(false)
    time.pass(100)
    await next
    expect(isFree).toBe(true)
  })

  it('keep the user who signs in while one of them renews for another', async () => {
    const { one, two, ims, time } = await twoSignedInTabs()
    const { promise, resolve } = withResolvers<Response>()
    let isFirst = true
    ims.answer('/ims/token/v3', (form) => {
      const isRefresh = form.get('grant_type') === 'refresh_token'
      if (!isRefresh || !isFirst) return undefined
      isFirst = false
      return promise
    })
    time.sleep(hour)
    const asked = two.session.getAccessToken().catch(() => {})
    await settle()
    ims.signInAs('vic@AdobeID')
    await one.session.signIn()
    await one.tab.load(ims.approve(one.page.departures[0])).session.finishSignIn()
    await settle()
    resolve(Response.json({ access_token: 'of-ada', token_type: 'bearer', expires_in: 3_600 }))
    await asked
    await settle()
    expect(two.session.getSnapshot()).toMatchObject({ userId: 'vic@AdobeID' })
  })

  it('learn of a refused refresh token from the one that has sent it', async () => {
    const { one, two, ims, time } = await twoSignedInTabs()
    ims.answer('/ims/token/v3', () => Response.json({ error: 'invalid_grant' }, { status: 400 }))
    time.sleep(hour)
    await one.session.getAccessToken().catch(() => {})
    const before = ims.requests.length
    await expect(two.session.getAccessToken()).rejects.toMatchObject({ code: 'no_session' })
    expect(ims.requests).toHaveLength(before)
  })
})

describe('a tab that has stood still', () => {
  it('asks for the newest token instead of sending a refresh token that has been used', async () => {
    const { one, two, ims, time } = await twoSignedInTabs()
    two.page.freeze()
    time.sleep(hour)
    await one.session.getAccessToken()
    time.pass(100)
    two.page.comeBack()
    expect(await two.session.getAccessToken()).toBe('fake-access-token-of-refresh-1')
    expect(ims.refreshes()).toBe(1)
  })

  it('asks also when nothing has told it that it runs again', async () => {
    const { one, two, ims, time } = await twoSignedInTabs()
    two.page.freeze()
    time.sleep(hour)
    await one.session.getAccessToken()
    await settle()
    time.pass(100)
    two.page.thaw()
    expect(await two.session.getAccessToken()).toBe('fake-access-token-of-refresh-1')
    await settle()
    expect(ims.refreshes()).toBe(1)
  })

  it('sends no used refresh token when the tab that has the newest is gone', async () => {
    const { one, two, ims, time } = await twoSignedInTabs()
    two.page.freeze()
    time.sleep(hour)
    await one.session.getAccessToken()
    time.pass(100)
    one.page.freeze()
    two.page.comeBack()
    const asked = two.session.getAccessToken().catch((error: unknown) => error)
    await settle()
    time.pass(1_000)
    await settle()
    time.pass(1_000)
    expect(await asked).toMatchObject({ code: 'no_session' })
    expect(ims.refreshes()).toBe(1)
  })

  it('starts no renewal, though it hears the others: it would hold the lock', async () => {
    const { one, two, ims, time } = await twoSignedInTabs()
    one.page.freeze()
    time.sleep(hour)
    // A frozen page hears what is told to it; its timers stand still, as they do here.
    const third = createFakeTab({ ims, time, browser: two.tab.browser })
    third.load()
    await settle()
    expect(ims.refreshes()).toBe(0)
  })

  it('finds that another has signed out, as soon as it wakes', async () => {
    const { one, two } = await twoSignedInTabs()
    two.page.freeze()
    await one.session.signOut()
    two.page.comeBack()
    expect(two.session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('drops a session after which another user has signed in and gone', async () => {
    const { one, two, ims, time } = await twoSignedInTabs()
    two.page.freeze()
    ims.signInAs('vic@AdobeID')
    await one.session.signIn()
    const back = one.tab.load(ims.approve(one.page.departures[0]))
    await back.session.finishSignIn()
    back.page.freeze()
    two.page.comeBack()
    await settle()
    time.pass(1_000)
    await settle()
    expect(two.session.getSnapshot()).toEqual({ status: 'signed-out' })
  })
})

describe('a tab that is duplicated or restored', () => {
  it('takes the refresh token from the one that is alive', async () => {
    const { first, time, ims, browser } = await signedInTab()
    const copy = createFakeStorage()
    for (const [key, text] of first.storage.items) copy.setItem(key, text)
    const { session } = createFakeTab({ ims, time, browser, storage: copy }).load()
    await session.ready
    time.sleep(hour)
    expect(await session.getAccessToken()).toBe('fake-access-token-of-refresh-1')
  })

  it('is expired when it is the last one, and its refresh token has been used by one that is gone', async () => {
    const options = { persistRefreshToken: true }
    const { first, second, one, time, ims, browser } = await signedInTab(options)
    const two = second.load(undefined, options)
    await two.session.ready
    one.page.freeze()
    time.sleep(hour)
    await two.session.getAccessToken()
    two.page.freeze()
    time.pass(100)
    const { session } = createFakeTab({ ims, time, browser, storage: first.storage }).load(
      undefined,
      options,
    )
    const asked = session.getAccessToken().catch((error: unknown) => error)
    for (let round = 0; round < 3; round += 1) {
      await settle()
      time.pass(1_000)
    }
    expect(await asked).toMatchObject({ code: 'no_session' })
    expect(session.getSnapshot().status).toBe('expired')
    expect(ims.refreshes()).toBe(1)
  })

  it('goes on with its own tokens when it is the last one', async () => {
    const { first, one, time, ims, browser } = await signedInTab({ persistRefreshToken: true })
    one.page.freeze()
    time.sleep(hour)
    const tab = createFakeTab({ ims, time, browser, storage: first.storage })
    const { session } = tab.load(undefined, { persistRefreshToken: true })
    expect(await session.getAccessToken()).toBe('fake-access-token-of-refresh-1')
  })
})

describe('a browser that refuses the storage of all tabs', () => {
  it('keeps tabs together that are open', async () => {
    const { first, second, browser } = twoTabs()
    vi.spyOn(browser.localStorage, 'setItem').mockImplementation(() => {
      throw new Error('The operation is insecure.')
    })
    const { session } = second.load()
    await first.signIn()
    expect(session.getSnapshot().status).toBe('signed-in')
  })
})

describe('what other tabs know of the same session', () => {
  it('is added to what a tab knows, and takes nothing from it', async () => {
    const { one, first, browser, ims, time } = await signedInTab()
    const [, stored] = [...first.storage.items].find(([key]) => key.endsWith(':session')) ?? []
    say(browser, { generation: 1, record: stored })
    await settle()
    time.sleep(hour)
    await one.session.getAccessToken()
    expect(ims.refreshes()).toBe(1)
  })

  it('gives way, everywhere to the same, where two have signed in at once', async () => {
    const { one, first, browser } = await signedInTab()
    const [, stored = ''] = [...first.storage.items].find(([key]) => key.endsWith(':session')) ?? []
    const other = { ...JSON.parse(stored), subject: 'vic@AdobeID' }
    say(browser, { generation: 1, record: JSON.stringify({ ...other, state: '' }) })
    await settle()
    expect(one.session.getSnapshot()).toMatchObject({ userId: 'ada@AdobeID' })
    say(browser, { generation: 1, record: JSON.stringify({ ...other, state: '~' }) })
    await settle()
    expect(one.session.getSnapshot()).toMatchObject({ userId: 'vic@AdobeID' })
  })
})

describe('what other pages of the origin say', () => {
  it.each([
    ['nothing', null],
    ['text', 'hello'],
    ['a value that is not a record', { generation: 99, record: '{}' }],
    ['a generation that is no number', { generation: '99' }],
  ])('is ignored when it is %s', async (_what, message) => {
    const { one, browser } = await signedInTab()
    say(browser, message)
    await settle()
    expect(one.session.getSnapshot().status).toBe('signed-in')
  })
})

function twoTabs(browser = createFakeBrowser()) {
  const shared = {
    ims: createFakeIms({ givesRefreshTokens: true }),
    time: createFakeTime(),
    browser,
  }
  return { ...shared, first: createFakeTab(shared), second: createFakeTab(shared) }
}

async function signedInTab(options?: Parameters<FakeTab['signIn']>[0]) {
  const tabs = twoTabs()
  return { ...tabs, one: await tabs.first.signIn(options) }
}

async function twoSignedInTabs(browser?: FakeBrowser) {
  const tabs = twoTabs(browser)
  const one = await tabs.first.signIn()
  const two = tabs.second.load()
  await two.session.ready
  return { ...tabs, one: { ...one, tab: tabs.first }, two: { ...two, tab: tabs.second } }
}

function say(browser: FakeBrowser, message: unknown): void {
  const channel = browser.openChannel(
    channelName,
    () => {},
    () => true,
  )
  channel.post(message)
}

function withResolvers<Value>() {
  let resolve!: (value: Value) => void
  const promise = new Promise<Value>((settled) => {
    resolve = settled
  })
  return { promise, resolve }
}
