import { ConfigurationError } from '@mudbrick/http'
import { explains } from '@mudbrick/http/explains'
import { parseUrl } from '@mudbrick/http/internal'
import { findAuthorizationResponse } from './authorization-response.ts'
import type { KeyValueStorage } from './storage.ts'
import type { Page } from './page.ts'

/** Where a user goes in the app after a sign-in or a sign-out. */
export interface ReturnPaths {
  /** The start of the app. */
  readonly getBasePath: () => string
  /** Where a sign-in that begins now returns to: the present page, unless it is the redirect page. */
  readonly getDefault: () => string
  /** Notes that the present page is the redirect page, whatever its address. */
  readonly noteRedirectPage: () => void
  /** Keeps where a failed sign-in wanted to go, for the next attempt. */
  readonly keep: (returnTo: string) => void
  /** Forgets that. */
  readonly forget: () => void
}

export interface ReturnPathsOptions {
  readonly key: string
  readonly page: Pick<Page, 'getAddress'>
  readonly redirectUri: string
  readonly basePath: string | undefined
  readonly storage: KeyValueStorage
}

export function createReturnPaths(options: ReturnPathsOptions): ReturnPaths {
  const { key, page, storage } = options
  const redirectUri = new URL(options.redirectUri)
  const basePath =
    options.basePath && parseReturnTo(options.basePath, page.getAddress().origin, 'basePath')
  let redirectPage: string | undefined

  return {
    getBasePath,
    getDefault,
    noteRedirectPage() {
      redirectPage = pathOf(withoutResponse(page.getAddress()))
    },
    keep: (returnTo) => storage.setItem(key, returnTo),
    forget: () => storage.removeItem(key),
  }

  function getDefault(): string {
    const address = page.getAddress()
    const isRedirectPath = isSamePage(address.pathname, redirectUri.pathname)
    const path = pathOf(isRedirectPath ? withoutResponse(address) : address)
    // A page with a query or a fragment of its own is a page of the app, at the redirect URI too.
    const isRedirectPage = path === redirectPage || (isRedirectPath && path === address.pathname)
    if (isRedirectPage) return storage.getItem(key) ?? getBasePath()
    // A path such as //a is real here, and elsewhere taken for an origin.
    return path.startsWith('//') ? getBasePath() : path
  }

  /** Unless configured, the folder that the present page and the redirect page have in common. */
  function getBasePath(): string {
    if (basePath) return basePath
    const { origin, pathname } = page.getAddress()
    if (origin !== redirectUri.origin || pathname.startsWith('//')) return '/'
    const folders = redirectUri.pathname.split('/').slice(0, -1)
    const present = pathname.split('/')
    const end = folders.findIndex((folder, index) => folder !== present[index])
    return `${folders.slice(0, end === -1 ? undefined : end).join('/')}/`
  }
}

/** Hosts add and remove slashes, `.html` and `index.html`. */
function isSamePage(one: string, other: string): boolean {
  return withoutEnding(one) === withoutEnding(other)
}

function withoutEnding(pathname: string): string {
  return pathname.replace(/(\/index)?\.html$/, '').replace(/\/$/, '')
}

function withoutResponse(address: URL): URL {
  return findAuthorizationResponse(address)?.rest ?? address
}

function pathOf({ pathname, search, hash }: URL): string {
  return pathname + search + hash
}

/**
 * Checks that a path to come back to stays within an origin, and gives it in its normal form.
 *
 * It often comes from a query that anybody can write, and goes to a router or to `location`: whatever
 * a browser could take for another origin is refused.
 *
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function parseReturnTo(returnTo: string, origin: string, option = 'returnTo'): string {
  const url = returnTo.startsWith('/') ? parseUrl(returnTo, origin) : undefined
  // Judged in its normal form: '/..//evil.example' is of this origin, and turns into another there.
  if (url?.origin === origin && !url.pathname.startsWith('//')) {
    return url.pathname + url.search + url.hash
  }
  throw new ConfigurationError(
    'invalid_option',
    option,
    explains &&
      `${option} is not a path within this origin: start it with a single slash, such as /models?page=2.`,
  )
}
