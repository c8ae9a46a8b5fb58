import { describe, expect, it } from 'vitest'
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
      'returnTo is no path within this origin',
    )
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('rejects with the reason of an aborted signal', async () => {
    const { session } = createFakeTab().load()
    const reason = new Error('changed my mind')
    await expect(session.signIn({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('is signed-out after ten seconds when the user has stopped the page from being left', async () => {
    const tab = createFakeTab()
    const { session } = tab.load()
    await session.signIn()
    tab.time.pass(10_000)
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('is signed-out when the user comes back by the back button', async () => {
    const { page, session } = createFakeTab().load()
    await session.signIn()
    page.comeBack()
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })
})
