import type { FormBrowser, OpenedPage } from '@mudbrick/testing/form-browser'
import { createSandboxUser } from '@mudbrick/testing/sandbox-user'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const sandbox = await createSandbox()

describe('sign-in page', () => {
  it('says that it is not Adobe, names the application and offers the users', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl())
    expect(page.visibleText).toContain('Sandbox, not Adobe: never type a real password.')
    expect(page.visibleText).toContain('to continue to WKND SPA')
    expect(page.visibleText).toContain('vic@wknd.test viewer, reads only')
  })

  it('keeps the e-mail address and says what is wrong after a wrong password', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl())
    const next = await user.browser.submit(page, { email: 'ada@wknd.test', password: 'wrong' })
    expect(next.status).toBe(422)
    expect(next.visibleText).toContain('This e-mail address and password do not belong together.')
    expect(next.text).toContain('value="ada@wknd.test"')
    expect(next.text).not.toContain('wrong"')
  })

  it('escapes what was typed', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl())
    const next = await user.browser.submit(page, { email: '"><script>x', password: 'p' })
    expect(next.text).not.toContain('<script>')
  })

  it('does not sign in when the form comes without the cookie of its page', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl())
    user.browser.cookies.clear()
    const next = await user.browser.submit(page, { user: 'ada@wknd.test' })
    expect(next.visibleText).toContain('not sent from its own page')
    expect([...user.browser.cookies.keys()]).not.toContain('__Host-ims-session')
  })

  it('signs in from the first of two tabs that the application opened', async () => {
    const user = createSandboxUser(sandbox)
    const first = await user.browser.open(user.authorizationUrl())
    leaveStrictCookies(user.browser, first)
    await user.browser.open(user.authorizationUrl())
    const next = await user.browser.submit(first, { user: 'ada@wknd.test' })
    expect(next.status).toBe(200)
    expect([...user.browser.cookies.keys()]).toContain('__Host-ims-session')
  })

  it('starts a session under a new name each time', async () => {
    const user = createSandboxUser(sandbox)
    await user.authorize()
    const first = user.browser.cookies.get('__Host-ims-session')
    const page = await user.browser.open(user.authorizationUrl({ prompt: 'login' }))
    await user.browser.submit(page, { user: 'ada@wknd.test' })
    expect(first).toBeTruthy()
    expect(user.browser.cookies.get('__Host-ims-session')).not.toBe(first)
  })

  it('cannot be framed, runs no script, and sends its form only to itself and the client', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl())
    const policy = page.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self' https://localhost:3001;")
    expect(page.text).not.toContain('<script')
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  it('keeps its session cookie for other sites, and its form cookie from them', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl())
    expect(page.headers.get('set-cookie')).toMatch(
      /^__Host-ims-form=\S+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })
})

describe('consent page', () => {
  it('names the application and says each scope in words', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl())
    const consent = await user.browser.submit(page, { user: 'nora@wknd.test' })
    expect(consent.visibleText).toContain('Allow WKND SPA to act for you?')
    expect(consent.visibleText).toContain('You are signed in as Nora Nilsen (nora@wknd.test).')
    expect(consent.visibleText).toContain('List, create and delete folders in AEM Assets')
    expect(consent.visibleText).toContain('aem.fragments.management')
    const [, href = ''] = /href="([^"]*)">Not you\?/.exec(consent.text) ?? []
    const signIn = await user.browser.open(new URL(href.replaceAll('&amp;', '&'), consent.url).href)
    expect(signIn.visibleText).toContain('Sign in')
  })

  it('tells the client of a refusal, and asks again next time', async () => {
    const user = createSandboxUser(sandbox)
    const page = await user.browser.open(user.authorizationUrl())
    const consent = await user.browser.submit(page, { user: 'vic@wknd.test' })
    const refused = await user.browser.submit(consent, { decision: 'deny' })
    expect(refused.url.searchParams.get('error')).toBe('access_denied')
    expect(refused.url.searchParams.get('state')).toBe('state-123')
    const again = await user.browser.open(user.authorizationUrl())
    expect(again.visibleText).toContain('Allow WKND SPA')
  })

  it('is remembered per user and credential, and asks for what is new', async () => {
    const fresh = await createSandbox()
    const user = createSandboxUser(fresh)
    await user.authorize({ scope: 'openid' })
    const same = await user.browser.open(user.authorizationUrl({ scope: 'openid' }))
    expect(same.url.searchParams.has('code')).toBe(true)
    const more = await user.browser.open(user.authorizationUrl({ scope: 'openid,aem.folders' }))
    expect(more.visibleText).toContain('aem.folders')
    const other = await user.browser.open(
      user.authorizationUrl({ client_id: 'express-embed', scope: 'openid' }),
    )
    expect(other.visibleText).toContain('Allow Express Embed sample')
  })

  it('remembers nothing after a reset', async () => {
    const fresh = await createSandbox()
    const user = createSandboxUser(fresh)
    await user.authorize()
    fresh.reset()
    const page = await user.browser.open(user.authorizationUrl())
    expect(page.visibleText).toContain('E-mail address')
  })
})

/** A browser sends none of them to IMS when it comes from the application, which is another site. */
function leaveStrictCookies({ cookies }: FormBrowser, page: OpenedPage): void {
  for (const cookie of page.headers.getSetCookie()) {
    const [name = ''] = cookie.split('=')
    if (/;\s*SameSite=Strict/i.test(cookie)) cookies.delete(name)
  }
}
