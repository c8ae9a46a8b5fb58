import { createConformanceClient, type WireTokens } from '@mudbrick/testing/conformance-client'
import { createFakeClock } from '@mudbrick/testing/fake-clock'
import { describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox.ts'

const clock = createFakeClock()
const sandboxes = {
  tutorial: await createSandbox({ clock }),
  strict: await createSandbox({ clock, behavior: 'strict' }),
}

describe('RFC 9207 issuer in the authorization response', () => {
  it('§2 strict: beside the code', async () => {
    const { url } = await createConformanceClient(sandboxes.strict).authorize()
    expect(url.searchParams.get('iss')).toBe(sandboxes.strict.origins.ims)
  })

  it('§2 strict: beside an error', async () => {
    const { url } = await createConformanceClient(sandboxes.strict).authorize({ prompt: 'none' })
    expect(url.searchParams.get('iss')).toBe(sandboxes.strict.origins.ims)
  })

  it('§3 strict: discovery announces it', async () => {
    const { ims } = sandboxes.strict.origins
    const response = await sandboxes.strict.fetch(`${ims}/ims/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({
      authorization_response_iss_parameter_supported: true,
    })
  })

  it('tutorial: neither sent nor announced, as Adobe documents neither', async () => {
    const { ims } = sandboxes.tutorial.origins
    const { url } = await createConformanceClient(sandboxes.tutorial).authorize()
    const response = await sandboxes.tutorial.fetch(`${ims}/ims/.well-known/openid-configuration`)
    expect(url.searchParams.has('iss')).toBe(false)
    expect(await response.json()).not.toHaveProperty(
      'authorization_response_iss_parameter_supported',
    )
  })
})

describe('RFC 9700 §2.1 and §4.1 redirect URIs', () => {
  it.each([
    ['missing', undefined],
    ['not registered', 'https://app.test/elsewhere'],
    ['registered but for a slash', 'https://localhost:3002/auth/callback/'],
  ])('strict: does not redirect when it is %s', async (_, redirectUri) => {
    const client = createConformanceClient(sandboxes.strict)
    const page = await client.browser.open(client.authorizationUrl({ redirect_uri: redirectUri }))
    expect(page.url.origin).toBe(sandboxes.strict.origins.ims)
    expect(page.status).toBe(400)
  })

  it('strict: refuses a token request without it', async () => {
    const client = createConformanceClient(sandboxes.strict)
    const response = await client.exchange(await client.obtainCode(), { redirect_uri: undefined })
    expect(response.status).toBe(400)
  })

  it('tutorial: takes a token request without it, as Adobe’s curl samples are', async () => {
    const client = createConformanceClient(sandboxes.tutorial)
    const response = await client.exchange(await client.obtainCode(), { redirect_uri: undefined })
    expect(response.status).toBe(200)
  })
})

describe('RFC 9700 §4.7 cross-site request forgery', () => {
  it('strict: refuses a request without state', async () => {
    const { url } = await createConformanceClient(sandboxes.strict).authorize({ state: undefined })
    expect(url.searchParams.get('error')).toBe('invalid_request')
  })

  it('strict: refuses a request for openid without nonce', async () => {
    const { url } = await createConformanceClient(sandboxes.strict).authorize({ nonce: undefined })
    expect(url.searchParams.get('error')).toBe('invalid_request')
  })

  it('tutorial: takes it without both, as the AEM tutorial sends it', async () => {
    const { url } = await createConformanceClient(sandboxes.tutorial).authorize({
      state: undefined,
      nonce: undefined,
    })
    expect(url.searchParams.has('code')).toBe(true)
  })
})

describe('RFC 9700 §4.14.2 refresh token rotation', () => {
  it.each(['tutorial', 'strict'] as const)('%s: each use gives a new one', async (preset) => {
    const client = createConformanceClient(sandboxes[preset])
    const first = await client.obtainTokens()
    const second = (await (await client.refresh(first.refresh_token)).json()) as WireTokens
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await client.refresh(second.refresh_token)).status).toBe(200)
  })

  it.each(['tutorial', 'strict'] as const)('%s: a used one is refused', async (preset) => {
    const client = createConformanceClient(sandboxes[preset])
    const { refresh_token: token } = await client.obtainTokens()
    await client.refresh(token)
    expect(await (await client.refresh(token)).json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('strict: a used one ends the access tokens of its grant', async () => {
    const client = createConformanceClient(sandboxes.strict)
    const { refresh_token: token } = await client.obtainTokens()
    const second = (await (await client.refresh(token)).json()) as WireTokens
    await client.refresh(token)
    expect((await client.requestUserinfo(second.access_token)).status).toBe(401)
  })

  it('strict: a used one ends its successor', async () => {
    const client = createConformanceClient(sandboxes.strict)
    const { refresh_token: token } = await client.obtainTokens()
    const second = (await (await client.refresh(token)).json()) as WireTokens
    await client.refresh(token)
    expect((await client.refresh(second.refresh_token)).status).toBe(400)
  })

  it('tutorial: a used one leaves its successor alive', async () => {
    const client = createConformanceClient(sandboxes.tutorial)
    const { refresh_token: token } = await client.obtainTokens()
    const second = (await (await client.refresh(token)).json()) as WireTokens
    await client.refresh(token)
    expect((await client.refresh(second.refresh_token)).status).toBe(200)
  })

  it('with a grace window, a used one works until it closes', async () => {
    const sandbox = await createSandbox({ clock, behavior: { refreshGraceMs: 10_000 } })
    const client = createConformanceClient(sandbox)
    const { refresh_token: token } = await client.obtainTokens()
    await client.refresh(token)
    clock.advance({ seconds: 9 })
    expect((await client.refresh(token)).status).toBe(200)
    clock.advance({ seconds: 2 })
    expect((await client.refresh(token)).status).toBe(400)
  })

  it('another client that presents it does not use it up', async () => {
    const client = createConformanceClient(sandboxes.strict)
    const { refresh_token: token } = await client.obtainTokens()
    await createConformanceClient(sandboxes.strict, 'wknd-spa').refresh(token)
    expect((await client.refresh(token)).status).toBe(200)
  })
})

describe('RFC 9700 §2.4 resource owner password credentials', () => {
  it.each(['tutorial', 'strict'] as const)('%s: refused', async (preset) => {
    const response = await createConformanceClient(sandboxes[preset]).requestToken({
      grant_type: 'password',
      username: 'cora@wknd.test',
      password: 'mudbrick',
    })
    expect(await response.json()).toMatchObject({ error: 'unsupported_grant_type' })
  })
})

describe('RFC 9700 §4.12 redirects that resubmit a form', () => {
  it('answers the sign-in form with 302 or 303, never 307', async () => {
    const client = createConformanceClient(sandboxes.tutorial)
    const page = await client.browser.open(client.authorizationUrl())
    const form = /<form[^>]*action="([^"]+)"[\s\S]*?<\/form>/.exec(page.text)
    const hidden = [
      ...(form?.[0] ?? '').matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g),
    ]
    const response = await sandboxes.tutorial.fetch(
      new URL((form?.[1] ?? '').replaceAll('&amp;', '&'), page.url),
      {
        method: 'POST',
        headers: {
          cookie: [...client.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        body: new URLSearchParams([
          ...hidden.map(([, name = '', value = '']): [string, string] => [
            name,
            value.replaceAll('&amp;', '&').replaceAll('&quot;', '"'),
          ]),
          ['email', 'cora@wknd.test'],
          ['password', 'mudbrick'],
        ]),
      },
    )
    expect([200, 302, 303]).toContain(response.status)
  })
})
