import { describe, expect, it } from 'vitest'
import { createFakeIms } from '@mudbrick/testing/fake-ims'
import { createFakeTab, settle } from '@mudbrick/testing/fake-tab'

const hour = 3_600_000

describe('a session that expires', () => {
  it('turns expired when the time is up, without a call, and notifies its subscribers', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    const seen: string[] = []
    session.subscribe(() => seen.push(session.getSnapshot().status))
    tab.time.pass(hour)
    expect(seen.at(-1)).toBe('expired')
  })

  it('says five minutes before that only a sign-in helps', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.pass(hour - 300_000)
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in', isExpiring: true })
  })

  it('says nothing earlier', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.pass(hour - 300_001)
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in', isExpiring: false })
  })

  it('is signed in until then', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.pass(hour - 1)
    expect(session.getSnapshot().status).toBe('signed-in')
  })

  it('remembers whose session it was', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.pass(hour)
    expect(session.getSnapshot()).toMatchObject({
      status: 'expired',
      profile: { name: 'Ada Author' },
    })
  })

  it('keeps the token nowhere', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    tab.time.pass(hour)
    expect(JSON.stringify([...tab.storage.items])).not.toContain('fake-access-token')
  })

  it('gives no token when the wall clock says so, before any timer has fired', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.sleep(hour)
    await expect(session.getAccessToken()).rejects.toMatchObject({ code: 'no_session' })
  })

  it('turns expired within a minute when the wall clock is set forward', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.setBy(2 * hour)
    tab.time.pass(60_000)
    expect(session.getSnapshot().status).toBe('expired')
  })

  it('turns expired on time when the wall clock is set back', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.time.setBy(-2 * hour)
    tab.time.pass(hour)
    expect(session.getSnapshot().status).toBe('expired')
  })

  it('turns expired as soon as a page is seen again after a computer has slept', async () => {
    const tab = createFakeTab()
    const { page, session } = await tab.signIn()
    tab.time.sleep(hour)
    page.becomeVisible()
    expect(session.getSnapshot().status).toBe('expired')
  })

  it('is expired in a page that is loaded later', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    tab.time.sleep(hour)
    expect(tab.load().session.getSnapshot()).toMatchObject({
      status: 'expired',
      profile: { name: 'Ada Author' },
    })
  })

  it('gives a page that is loaded later only the time that is left', async () => {
    const tab = createFakeTab()
    await tab.signIn()
    tab.time.pass(hour / 2)
    const { session } = tab.load()
    tab.time.pass(hour / 2)
    expect(session.getSnapshot().status).toBe('expired')
  })

  it('leaves no timer behind', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    await session.signOut()
    tab.time.pass(24 * hour)
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })
})

describe('a session whose token ends while IMS cannot be reached', () => {
  it('stays signed-in, and says that the token has ended', async () => {
    const { session } = await endOffline()
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in', isExpiring: true })
  })

  it('has no token until then', async () => {
    const { tab, session } = await endOffline()
    const failure = session.getAccessToken().catch((error: unknown) => error)
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await settle()
      tab.time.pass(5_000)
    }
    expect(await failure).toMatchObject({ code: 'network_failed' })
  })

  it('is as before within a minute of IMS being there again', async () => {
    const { tab, session } = await endOffline()
    tab.ims.answer('/ims/token/v3', () => undefined)
    tab.time.pass(60_000)
    await settle()
    expect(session.getSnapshot()).toMatchObject({ status: 'signed-in', isExpiring: false })
  })

  async function endOffline() {
    const tab = createFakeTab({ ims: createFakeIms({ givesRefreshTokens: true }) })
    const { session } = await tab.signIn()
    tab.ims.answer('/ims/token/v3', () => Promise.reject(new TypeError('Failed to fetch')))
    for (let minute = 0; minute < 62; minute += 1) {
      tab.time.pass(60_000)
      await settle()
    }
    return { tab, session }
  }
})

describe('a session in a page that comes back by the back button', () => {
  it('is signed-out when another page has signed out', async () => {
    const tab = createFakeTab()
    const { page, session } = await tab.signIn()
    await tab.load().session.signOut()
    page.comeBack()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('is signed-in when another page has signed in', async () => {
    const tab = createFakeTab()
    const { page, session } = tab.load()
    await tab.signIn()
    page.comeBack()
    expect(session.getSnapshot().status).toBe('signed-in')
  })
})
