import { describe, expect, it } from 'vitest'
import { createFakePage } from '@mudbrick/testing/fake-page'
import { appOrigin, createFakeTab } from '@mudbrick/testing/fake-tab'

describe('signIn()', () => {
  it('leaves for the authorization endpoint', async () => {
    const { page, session } = createFakeTab().load()
    await session.signIn()
    expect(page.departures[0]?.href).toMatch(/^https:\/\/ims\.test\/ims\/authorize\/v2\?/)
  })

  it('passes on how IMS should meet the user', async () => {
    const { page, session } = createFakeTab().load()
    await session.signIn({ prompt: 'login', locale: 'de-DE' })
    const parameters = page.departures[0]?.searchParams
    expect([parameters?.get('prompt'), parameters?.get('locale')]).toEqual(['login', 'de_DE'])
  })

  it('is signing-in from the first moment', () => {
    const { session } = createFakeTab().load()
    void session.signIn()
    expect(session.getSnapshot()).toEqual({ status: 'signing-in' })
  })

  it('returns to the page the user is on', async () => {
    const tab = createFakeTab()
    const { page, session } = tab.load(`${appOrigin}/models?page=2#top`)
    await session.signIn()
    const result = await tab.load(tab.ims.approve(page.departures[0])).session.finishSignIn()
    expect(result.returnTo).toBe('/models?page=2#top')
  })

  it('returns to the page that it was told', async () => {
    const tab = createFakeTab()
    const { page, session } = tab.load()
    await session.signIn({ returnTo: '/folders' })
    const result = await tab.load(tab.ims.approve(page.departures[0])).session.finishSignIn()
    expect(result.returnTo).toBe('/folders')
  })

  it('returns to the start when begun on the redirect page', async () => {
    const tab = createFakeTab()
    const { page, session } = tab.load(`${appOrigin}/callback?error=access_denied`)
    await session.signIn()
    const result = await tab.load(tab.ims.approve(page.departures[0])).session.finishSignIn()
    expect(result.returnTo).toBe('/')
  })

  it('returns to the start when begun at a path that could be taken for an origin', async () => {
    const tab = createFakeTab()
    const { page, session } = tab.load(`${appOrigin}//evil.example`)
    await session.signIn()
    const result = await tab.load(tab.ims.approve(page.departures[0])).session.finishSignIn()
    expect(result.returnTo).toBe('/')
  })

  it('refuses to return to another origin, and stays', async () => {
    const { page, session } = createFakeTab().load()
    await expect(session.signIn({ returnTo: '//evil.example' })).rejects.toMatchObject({
      code: 'invalid_option',
      option: 'returnTo',
    })
    expect(page.departures).toEqual([])
  })

  it('is signed-out again when it could not leave', async () => {
    const { session } = createFakeTab().load()
    await expect(session.signIn({ returnTo: 'https://evil.example' })).rejects.toThrow(
      'returnTo is not a path within this origin',
    )
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('rejects with the reason of an aborted signal', async () => {
    const { session } = createFakeTab().load()
    const reason = new Error('changed my mind')
    await expect(session.signIn({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('is signing-in for as long as IMS takes', async () => {
    const tab = createFakeTab()
    const { session } = tab.load()
    await session.signIn()
    tab.time.pass(600_000)
    expect(session.getSnapshot()).toEqual({ status: 'signing-in' })
  })

  it('is signed-out when the user has stopped the page from being left', async () => {
    const { page, session } = createFakeTab().load()
    await session.signIn()
    page.stay()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('does not leave a frame of another site, where IMS shows no sign-in page', async () => {
    const tab = createFakeTab()
    const page = createFakePage({ ...tab, address: `${appOrigin}/`, isEmbedded: true })
    const { session } = tab.load(undefined, { page })
    await expect(session.signIn()).rejects.toMatchObject({
      name: 'RedirectError',
      code: 'embedded_page',
      needsInteraction: true,
      message: expect.stringContaining('signInWithPopup()'),
    })
    expect(page.departures).toEqual([])
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('warns that a session in memory ends when the page is left', async () => {
    const tab = createFakeTab()
    await tab.load(undefined, { storage: 'memory' }).session.signIn()
    expect(tab.warnings).toMatchObject([
      { code: 'session_not_kept', message: expect.stringContaining('signInWithPopup()') },
    ])
  })

  it('warns of nothing where the session is kept', async () => {
    const tab = createFakeTab()
    await tab.load().session.signIn()
    expect(tab.warnings).toEqual([])
  })

  it('is signed-out when the user comes back by the back button', async () => {
    const { page, session } = createFakeTab().load()
    await session.signIn()
    page.comeBack()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })
})
