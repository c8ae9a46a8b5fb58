import type { Sandbox } from '../sandbox.ts'
import { explainRefusal, findHostRole } from './adobe-hosts.ts'
import { standInWith, type StandIn } from './stand-in.ts'

/** A page or a browser context of Playwright, as far as it is needed. */
export interface RoutedPages {
  route(matches: (url: URL) => boolean, handler: (route: PlaywrightRoute) => Promise<void>): unknown
  unroute(
    matches: (url: URL) => boolean,
    handler: (route: PlaywrightRoute) => Promise<void>,
  ): unknown
}

/** A request that Playwright holds, as far as it is needed. */
export interface PlaywrightRoute {
  request(): {
    url(): string
    method(): string
    allHeaders(): Promise<Record<string, string>>
    postDataBuffer(): Uint8Array | null
    isNavigationRequest(): boolean
  }
  fulfill(answer: {
    readonly status: number
    readonly headers: Record<string, string>
    readonly body: Buffer
  }): Promise<void>
}

/** What stands in for Adobe in a browser. */
export interface InterceptPagesOptions {
  /** The sandbox of this process that answers. */
  readonly sandbox: Pick<Sandbox, 'servedAt'>
}

/** Ends the interception of pages. */
export type PageInterception = () => Promise<void>

/**
 * Sends what a page, or all pages of a browser context, asks of Adobe's hosts to a sandbox, while the address bar
 * goes on showing Adobe's. A host of Adobe's that the sandbox does not stand in for answers 502 with a sentence.
 *
 * Playwright answers preflights itself and allows every origin: to test CORS, let the sandbox listen on ports.
 */
export async function interceptAdobe(
  pages: RoutedPages,
  { sandbox }: InterceptPagesOptions,
): Promise<PageInterception> {
  const create = standInWith(() => sandbox)
  const standIns = { ims: create('ims'), aem: create('aem') }
  const respond = (route: PlaywrightRoute): Promise<void> => fulfill(route, standIns)
  await pages.route(isAdobe, respond)
  return async () => {
    await pages.unroute(isAdobe, respond)
  }
}

function isAdobe({ hostname }: URL): boolean {
  return findHostRole(hostname) !== 'elsewhere'
}

async function fulfill(
  route: PlaywrightRoute,
  standIns: Readonly<Record<'ims' | 'aem', StandIn>>,
): Promise<void> {
  const { hostname } = new URL(route.request().url())
  const role = findHostRole(hostname)
  const answer =
    role === 'ims' || role === 'aem'
      ? await standIns[role](await toRequest(route))
      : new Response(explainRefusal(hostname, role), { status: 502 })
  const { status, headers, body } = replaceRedirect(route, answer)
  const fields = Object.fromEntries(headers)
  const cookies = headers.getSetCookie()
  // This is how Playwright takes a header that comes more than once.
  if (cookies.length > 0) fields['set-cookie'] = cookies.join('\n')
  const bytes = Buffer.from(await new Response(body).arrayBuffer())
  await route.fulfill({ status, headers: fields, body: bytes })
}

async function toRequest(route: PlaywrightRoute): Promise<Request> {
  const request = route.request()
  const headers = Object.entries(await request.allHeaders()).filter(
    ([name]) => !name.startsWith(':'),
  )
  const bytes = request.postDataBuffer()
  return new Request(request.url(), {
    method: request.method(),
    headers,
    ...(bytes && { body: new Uint8Array(bytes) }),
  })
}

/**
 * Playwright does not route where a redirect leads, so that the browser would ask Adobe itself. A page that
 * refreshes at once leads there instead, with the cookies of the redirect.
 */
function replaceRedirect(
  route: PlaywrightRoute,
  answer: Response,
): Pick<Response, 'status' | 'headers' | 'body'> {
  const location = answer.headers.get('location')
  if (location === null) return answer
  const target = new URL(location, route.request().url())
  if (!isAdobe(target) || !route.request().isNavigationRequest()) return answer
  const headers = new Headers(answer.headers)
  headers.delete('location')
  headers.set('refresh', `0; url=${target.href}`)
  headers.set('content-type', 'text/html')
  return { status: 200, headers, body: new Response('').body }
}
