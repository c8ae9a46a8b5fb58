import type { Sandbox } from '@mudbrick/sandbox'
import { createFormBrowser, type FormBrowser } from './form-browser.ts'

/** A browser without script, at an app of one's own and at the sandbox's IMS. */
export interface AppBrowser {
  /** The app's cookies, by name. */
  readonly cookies: Map<string, string>
  /** The same browser at IMS, whose cookies are others. */
  readonly ims: FormBrowser
  /** Sends one request to the app, with its cookies; a redirect is not followed. */
  request(path: string | URL, init?: RequestInit): Promise<Response>
  /** Begins a sign-in: the address at IMS that the app leads to. */
  begin(path?: string): Promise<URL>
  /**
   * Goes to IMS as a user who is signed in there and has consented, unless this browser is another
   * user's: the address at the app that IMS leads to.
   */
  answer(authorizationUrl: URL, email?: string): Promise<URL>
  /** Goes to IMS, and declines: the address at the app that IMS leads to. */
  decline(authorizationUrl: URL, email?: string): Promise<URL>
  /** All of it: the app's answer at its redirect URI. */
  signIn(email?: string, path?: string): Promise<Response>
}

/** What an app is to its browser. */
export interface AppBrowserOptions {
  /** The app's origin. */
  readonly origin: string
  /** The app. */
  readonly fetch: (request: Request) => Promise<Response>
  /** The sandbox that the app signs in at. */
  readonly sandbox: Sandbox
}

export function createAppBrowser({ origin, fetch, sandbox }: AppBrowserOptions): AppBrowser {
  const cookies = new Map<string, string>()
  const ims = createFormBrowser(sandbox.fetch, sandbox.origins.ims)
  // Pages of IMS that are no part of the story are left out: parsing them takes most of the time.
  const startSessionAtIms = (email: string): void => {
    const { cookie } = sandbox.browserSessions.start(email)
    if (!ims.cookies.has(cookie.name)) ims.cookies.set(cookie.name, cookie.value)
  }

  const browser: AppBrowser = {
    cookies,
    ims,

    request: async (path, init) => {
      const request = new Request(new URL(path, origin), init)
      const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      if (sent !== '') request.headers.set('cookie', sent)
      const response = await fetch(request)
      for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
      return response
    },

    begin: async (path = '/auth/sign-in') => {
      const response = await browser.request(path)
      const location = response.headers.get('location')
      if (location === null) throw new Error(`No way to IMS: ${await response.text()}`)
      return new URL(location)
    },

    answer: async (authorizationUrl, email = 'cora@wknd.test') => {
      const { searchParams } = authorizationUrl
      const scopes = searchParams.get('scope')?.split(/[ ,]/) ?? []
      sandbox.consents.grant({ user: email, clientId: searchParams.get('client_id') ?? '', scopes })
      startSessionAtIms(email)
      const page = await ims.open(authorizationUrl)
      if (page.url.origin !== origin) throw new Error(`Still at IMS: ${page.visibleText}`)
      return page.url
    },

    decline: async (authorizationUrl, email = 'cora@wknd.test') => {
      startSessionAtIms(email)
      const consent = await ims.open(authorizationUrl)
      return (await ims.submit(consent, { decision: 'deny' })).url
    },

    signIn: async (email, path) =>
      browser.request(await browser.answer(await browser.begin(path), email)),
  }
  return browser
}

function keep(cookies: Map<string, string>, cookie: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
  if (/;\s*max-age=0/i.test(cookie)) cookies.delete(name)
  else cookies.set(name, value)
}
