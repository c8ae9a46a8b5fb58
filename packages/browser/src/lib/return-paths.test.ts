import { describe, expect, it } from 'vitest'
import { createFakeBrowser } from '@mudbrick/testing/fake-browser'
import { createFakePage, createFakeStorage } from '@mudbrick/testing/fake-page'
import { appOrigin, createFakeTab, type LoadedPage } from '@mudbrick/testing/fake-tab'
import { createFakeTime } from '@mudbrick/testing/fake-time'
import { createReturnPaths, type ReturnPaths } from './return-paths.ts'

describe('getDefault()', () => {
  it('is the present page with its query and fragment', () => {
    expect(pathsAt('/models/5?state=CA#top').getDefault()).toBe('/models/5?state=CA#top')
  })

  it('is the route of a hash router at the redirect URI', () => {
    const paths = pathsAt('/#/models/5?tab=2', { redirectUri: `${appOrigin}/` })
    expect(paths.getDefault()).toBe('/#/models/5?tab=2')
  })

  it('is the route in the query of a page at the redirect URI, without the response', () => {
    const paths = pathsAt('/?page=models&code=c&state=s&id=5', { redirectUri: `${appOrigin}/` })
    expect(paths.getDefault()).toBe('/?page=models&id=5')
  })

  it.each(['/callback', '/callback/', '/callback.html', '/callback/index.html'])(
    'is never the redirect page, here as %s',
    (alias) => {
      expect(pathsAt(`${alias}?error=access_denied`).getDefault()).toBe('/')
    },
  )

  it('is never a page where a sign-in was finished, whatever its address', () => {
    const paths = pathsAt('/default')
    paths.noteRedirectPage()
    expect(paths.getDefault()).toBe('/')
  })

  it('is the next page of a router, though a sign-in was finished in this document', () => {
    const page = pageAt('/callback')
    const paths = createReturnPaths({ ...options, page })
    paths.noteRedirectPage()
    page.replaceAddress(new URL('/models', appOrigin))
    expect(paths.getDefault()).toBe('/models')
  })

  it('is where the failed sign-in wanted to go', () => {
    const paths = pathsAt('/callback')
    paths.keep('/models/5')
    expect(paths.getDefault()).toBe('/models/5')
  })

  it('is the present page where that is another', () => {
    const paths = pathsAt('/folders')
    paths.keep('/models/5')
    expect(paths.getDefault()).toBe('/folders')
  })
})

describe('getBasePath()', () => {
  it('is the folder that the page and the redirect URI have in common', () => {
    const redirectUri = `${appOrigin}/app/callback`
    expect(pathsAt('/app/models/5', { redirectUri }).getBasePath()).toBe('/app/')
  })

  it('is the root of an app whose redirect page alone lies in a folder', () => {
    const redirectUri = `${appOrigin}/auth/callback`
    expect(pathsAt('/models', { redirectUri }).getBasePath()).toBe('/')
  })

  it('does not take a beginning of a name for a folder', () => {
    const redirectUri = `${appOrigin}/app/callback`
    expect(pathsAt('/apple/models', { redirectUri }).getBasePath()).toBe('/')
  })

  it('is the one that was configured', () => {
    expect(pathsAt('/app/models', { basePath: '/app/' }).getBasePath()).toBe('/app/')
  })

  it('refuses another origin', () => {
    expect(() => pathsAt('/', { basePath: '//evil.example' })).toThrow('basePath is not a path')
  })
})

describe('a sign-in that was refused', () => {
  it('returns to the page it was begun on when it is tried again', async () => {
    const tab = createFakeTab()
    const redirectPage = await refuse(tab.load(`${appOrigin}/models/5`))
    await redirectPage.session.signIn()
    expect(await finish(redirectPage)).toBe('/models/5')

    async function refuse({ page, session }: LoadedPage): Promise<LoadedPage> {
      await session.signIn()
      const refused = tab.load(tab.ims.deny(page.departures[0]))
      await refused.session.finishSignIn().catch(() => {})
      return refused
    }

    async function finish({ page }: LoadedPage): Promise<string> {
      const { session } = tab.load(tab.ims.approve(page.departures[0]))
      return (await session.finishSignIn()).returnTo
    }
  })

  it('is forgotten after a sign-in', async () => {
    const tab = createFakeTab()
    const { page, session } = tab.load(`${appOrigin}/models/5`)
    await session.signIn()
    const refused = tab.load(tab.ims.deny(page.departures[0]))
    await refused.session.finishSignIn().catch(() => {})
    await refused.session.signIn()
    await tab.load(tab.ims.approve(refused.page.departures[0])).session.finishSignIn()
    expect([...tab.storage.items.keys()].filter((key) => key.endsWith(':return-to'))).toEqual([])
  })
})

describe('signing out', () => {
  it('ends at the start of the app', async () => {
    const tab = createFakeTab()
    const { page, session } = tab.load(`${appOrigin}/app/models`, { basePath: '/app/' })
    await session.signOut()
    expect(page.departures[0]?.searchParams.get('redirect_uri')).toBe(`${appOrigin}/app/`)
  })
})

const options = {
  key: 'return-to',
  redirectUri: `${appOrigin}/callback`,
  basePath: undefined,
  storage: createFakeStorage(),
}

function pathsAt(
  path: string,
  changed: { readonly redirectUri?: string; readonly basePath?: string } = {},
): ReturnPaths {
  return createReturnPaths({
    ...options,
    ...changed,
    page: pageAt(path),
    storage: createFakeStorage(),
  })
}

function pageAt(path: string) {
  return createFakePage({
    address: appOrigin + path,
    time: createFakeTime(),
    storage: createFakeStorage(),
    browser: createFakeBrowser(),
  })
}
