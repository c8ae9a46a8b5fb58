import { createConformanceClient } from '@mudbrick/testing/conformance-client'
import type { OpenedPage } from '@mudbrick/testing/form-browser'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const sandbox = await createSandbox()

async function openSignInPage(
  parameters?: Record<string, string | undefined>,
): Promise<OpenedPage> {
  const client = createConformanceClient(sandbox)
  return client.browser.open(client.authorizationUrl(parameters))
}

async function openConsentPage(): Promise<OpenedPage> {
  sandbox.reset()
  const client = createConformanceClient(sandbox)
  const page = await client.browser.open(client.authorizationUrl())
  return client.browser.submit(page, { email: 'cora@wknd.test', password: 'mudbrick' })
}

const pages: Readonly<Record<string, () => Promise<OpenedPage>>> = {
  'the sign-in page': () => openSignInPage(),
  'the consent page': openConsentPage,
  'the error page': () => openSignInPage({ client_id: 'unknown-client' }),
}

/** The directives of a Content-Security-Policy. */
function policyOf(page: OpenedPage): Readonly<Record<string, readonly string[]>> {
  const policy = page.headers.get('content-security-policy') ?? ''
  return Object.fromEntries(
    policy.split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/)
      return [name, values]
    }),
  )
}

describe.each(Object.keys(pages))('%s', (name) => {
  const open = pages[name] ?? openConsentPage

  it('cannot be framed', async () => {
    expect(policyOf(await open())['frame-ancestors']).toEqual(["'none'"])
  })

  it('loads nothing that its policy does not name', async () => {
    const policy = policyOf(await open())
    expect(policy['default-src']).toEqual(["'none'"])
    expect(policy['base-uri']).toEqual(["'none'"])
    expect(JSON.stringify(policy)).not.toMatch(/unsafe|\*/)
  })

  it('has no inline script, and no handler in an attribute', async () => {
    const { text } = await open()
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)/i)
    expect(text).not.toMatch(/\son\w+=/i)
    expect(text).not.toMatch(/javascript:/i)
  })

  it('is kept by no cache, and tells no other site where it was', async () => {
    const { headers } = await open()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('says that it is not Adobe', async () => {
    expect((await open()).visibleText).toMatch(/never type a real password/i)
  })
})

describe('form-action', () => {
  it('names the page itself and the origin of the redirect URI', async () => {
    expect(policyOf(await openSignInPage())['form-action']).toEqual([
      "'self'",
      'https://localhost:3002',
    ])
  })

  it('names the scheme of a Native App', async () => {
    const client = createConformanceClient(sandbox, 'wknd-spa')
    const page = await client.browser.open(
      client.authorizationUrl({ client_id: 'wknd-native', redirect_uri: undefined }),
    )
    expect(policyOf(page)['form-action']).toEqual([
      "'self'",
      'adobe+0123456789abcdef0123456789abcdef01234567:',
    ])
  })
})

describe('what a request says is text on a page, never markup', () => {
  it.each(['state', 'scope', 'client_id', 'redirect_uri', 'locale', 'login_hint'])(
    'in %s',
    async (name) => {
      const page = await openSignInPage({ [name]: `"><script>alert(1)</script>` })
      expect(page.text).not.toContain('<script>alert(1)')
    },
  )
})

describe('cookies', () => {
  const readCookies = async (): Promise<readonly string[]> => {
    sandbox.reset()
    const cookies: string[] = []
    const client = createConformanceClient({
      ...sandbox,
      fetch: async (input, init) => {
        const response = await sandbox.fetch(input, init)
        cookies.push(...response.headers.getSetCookie())
        return response
      },
    })
    await client.authorize()
    return cookies
  }

  it('of the browser session: SameSite=None, Secure, HttpOnly', async () => {
    const session = (await readCookies()).find((cookie) => /SameSite=None/i.test(cookie))
    expect(session).toMatch(/;\s*Secure/i)
    expect(session).toMatch(/;\s*HttpOnly/i)
    expect(session).toMatch(/;\s*Path=\//i)
  })

  it('of the forms: SameSite=Lax, Secure, HttpOnly', async () => {
    const own = (await readCookies()).filter((cookie) => !/SameSite=None/i.test(cookie))
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter((cookie) => !/;\s*SameSite=Lax/i.test(cookie))).toEqual([])
    expect(own.filter((cookie) => !/;\s*Secure/i.test(cookie))).toEqual([])
    expect(own.filter((cookie) => !/;\s*HttpOnly/i.test(cookie))).toEqual([])
  })

  it('say nothing of who is signed in', async () => {
    const text = decodeURIComponent((await readCookies()).join('\n'))
    expect(text).not.toMatch(/cora|wknd\.test|@57AB1E/i)
  })

  it('are new after signing in, so that they cannot be fixed beforehand', async () => {
    sandbox.reset()
    const client = createConformanceClient(sandbox)
    const page = await client.browser.open(client.authorizationUrl())
    const before = new Map(client.browser.cookies)
    await client.browser.submit(page, { email: 'cora@wknd.test', password: 'mudbrick' })
    const added = [...client.browser.cookies].filter(([name, value]) => before.get(name) !== value)
    expect(added.length).toBeGreaterThan(0)
  })
})

describe('forms against cross-site request forgery', () => {
  const openWithForm = async (): Promise<{
    readonly action: URL
    readonly fields: readonly (readonly [string, string])[]
    readonly cookie: string
  }> => {
    sandbox.reset()
    const client = createConformanceClient(sandbox)
    const page = await client.browser.open(client.authorizationUrl())
    const form =
      [...page.text.matchAll(/<form[\s\S]*?<\/form>/g)]
        .map(([text]) => text)
        .find((text) => text.includes('name="password"')) ?? ''
    const action = /action="([^"]*)"/.exec(form)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const inputs = [...form.matchAll(/<input[^>]*type="?hidden"?[^>]*>/g)].map(([input]) => input)
    return {
      action: new URL(action, page.url),
      fields: inputs.map((input) => [
        /name="([^"]*)"/.exec(input)?.[1] ?? '',
        (/value="([^"]*)"/.exec(input)?.[1] ?? '')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&'),
      ]),
      cookie: [...client.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    }
  }
  const person = [
    ['email', 'cora@wknd.test'],
    ['password', 'mudbrick'],
  ] as const
  const send = (
    action: URL,
    fields: readonly (readonly [string, string])[],
    headers: Record<string, string>,
  ): Promise<Response> =>
    sandbox.fetch(action, {
      method: 'POST',
      headers,
      body: new URLSearchParams([...fields, ...person].map(([name, value]) => [name, value])),
    })

  it('the form as it stands signs in', async () => {
    const { action, fields, cookie } = await openWithForm()
    expect((await send(action, fields, { cookie })).status).toBeLessThan(400)
  })

  it('without its cookie it does not', async () => {
    const { action, fields } = await openWithForm()
    expect((await send(action, fields, {})).status).toBeGreaterThanOrEqual(400)
  })

  it('with the cookie of another browser it does not', async () => {
    const { action, fields } = await openWithForm()
    const { cookie } = await openWithForm()
    expect((await send(action, fields, { cookie })).status).toBeGreaterThanOrEqual(400)
  })
})

describe('Host', () => {
  it('is not echoed', async () => {
    const client = createConformanceClient(sandbox)
    const response = await sandbox.fetch(client.authorizationUrl(), {
      headers: { 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' },
    })
    expect(await response.text()).not.toContain('evil.test')
    expect(JSON.stringify([...response.headers])).not.toContain('evil.test')
  })
})
