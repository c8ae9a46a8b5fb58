import { describe, expect, it } from 'vitest'
import { appOrigin, createFakeTab, settle } from '@mudbrick/testing/fake-tab'

describe('signOut()', () => {
  it('revokes the access token by POST', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    expect(await session.signOut()).toEqual({ isRevoked: true })
    expect(tab.ims.requests.at(-1)).toBe('POST /ims/revoke')
    expect(tab.ims.bodies.at(-1)).toBe('token=fake-access-token-for-fake-code-1')
  })

  it('leaves for the logout endpoint, which sends the user back to the app', async () => {
    const { page, session } = await createFakeTab().signIn()
    await session.signOut()
    expect(page.departures[0]?.href).toBe(
      'https://ims.test/ims/logout/v1?client_id=client-id-123&redirect_uri=https%3A%2F%2Flocalhost%3A3001%2F',
    )
  })

  it('sends the user back to where it was told', async () => {
    const { page, session } = await createFakeTab().signIn()
    await session.signOut({ returnTo: '/bye' })
    expect(page.departures[0]?.searchParams.get('redirect_uri')).toBe(`${appOrigin}/bye`)
  })

  it('refuses to send the user to another origin, and stays signed in', async () => {
    const { session } = await createFakeTab().signIn()
    await expect(session.signOut({ returnTo: '//evil.example' })).rejects.toMatchObject({
      option: 'returnTo',
    })
    expect(session.getSnapshot().status).toBe('signed-in')
  })

  it('signs out after all when a wrong option is corrected', async () => {
    const { page, session } = await createFakeTab().signIn()
    await session.signOut({ returnTo: '//evil.example' }).catch(() => {})
    await session.signOut()
    expect(page.departures).toHaveLength(1)
  })

  it('forgets everything, before IMS has answered', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.ims.answer('/ims/revoke', () => new Promise(() => {}))
    void session.signOut()
    expect([...tab.storage.items]).toEqual([])
    expect(session.getSnapshot()).toEqual({ status: 'signed-out' })
  })

  it('gives no token any more', async () => {
    const { session } = await createFakeTab().signIn()
    await session.signOut()
    await expect(session.getAccessToken()).rejects.toMatchObject({ code: 'no_session' })
  })

  it('leaves for the logout endpoint when no user is signed in', async () => {
    const tab = createFakeTab()
    const { page, session } = tab.load()
    expect(await session.signOut()).toEqual({ isRevoked: false })
    expect(page.departures).toHaveLength(1)
    expect(tab.warnings).toEqual([])
  })

  it('revokes and leaves once when called twice', async () => {
    const tab = createFakeTab()
    const { page, session } = await tab.signIn()
    await Promise.all([session.signOut(), session.signOut()])
    expect(tab.ims.requests.filter((request) => request === 'POST /ims/revoke')).toHaveLength(1)
    expect(page.departures).toHaveLength(1)
  })

  it('is not overtaken by an app that signs in whenever no user is signed in', async () => {
    const { page, session } = await createFakeTab().signIn()
    session.subscribe(() => void session.signIn())
    await session.signOut()
    await settle()
    expect(page.departures.map(({ pathname }) => pathname)).toEqual(['/ims/logout/v1'])
  })

  it('lets a user sign in who has stopped the page from being left', async () => {
    const tab = createFakeTab()
    const { page, session } = await tab.signIn()
    await session.signOut()
    tab.time.pass(10_000)
    await session.signIn()
    expect(page.departures.at(-1)?.pathname).toBe('/ims/authorize/v2')
  })

  it('lets a user sign in who came back by the back button', async () => {
    const { page, session } = await createFakeTab().signIn()
    await session.signOut()
    page.comeBack()
    await session.signIn()
    expect(page.departures.at(-1)?.pathname).toBe('/ims/authorize/v2')
  })
})

describe('signOut() when IMS does not revoke', () => {
  it('signs out with a warning when CORS blocks it', async () => {
    const tab = createFakeTab()
    const { page, session } = await tab.signIn()
    tab.ims.answer('/ims/revoke', () => Promise.reject(new TypeError('Failed to fetch')))
    expect(await session.signOut()).toEqual({ isRevoked: false })
    expect(page.departures).toHaveLength(1)
    expect(tab.warnings).toMatchObject([
      { code: 'revocation_failed', cause: { code: 'network_failed' } },
    ])
  })

  it('signs out with a warning when it fails', async () => {
    const tab = createFakeTab()
    const { page, session } = await tab.signIn()
    tab.ims.answer('/ims/revoke', () => new Response('broken', { status: 500 }))
    expect(await session.signOut()).toEqual({ isRevoked: false })
    expect(page.departures).toHaveLength(1)
    expect(tab.warnings).toMatchObject([{ cause: { code: 'http_error', status: 500 } }])
  })

  it('signs out with a warning after three seconds without an answer', async () => {
    const tab = createFakeTab()
    const { page, session } = await tab.signIn()
    tab.ims.answer('/ims/revoke', () => new Promise(() => {}))
    const signedOut = session.signOut()
    await settle()
    expect(page.departures).toHaveLength(0)
    tab.time.pass(3_000)
    expect(await signedOut).toEqual({ isRevoked: false })
    expect(page.departures).toHaveLength(1)
    expect(tab.warnings).toMatchObject([{ cause: { code: 'timed_out' } }])
  })

  it('warns without showing the token', async () => {
    const tab = createFakeTab()
    const { session } = await tab.signIn()
    tab.ims.answer('/ims/revoke', () => new Response('broken', { status: 500 }))
    await session.signOut()
    expect(tab.warnings[0]?.message).toMatch(/^IMS did not confirm that it revoked/)
    expect(JSON.stringify(tab.warnings)).not.toContain('fake-access-token')
  })
})
