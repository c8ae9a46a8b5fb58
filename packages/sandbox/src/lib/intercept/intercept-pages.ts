import type { Sandbox } from '../sandbox.ts'
import { findHostRole } from './adobe-hosts.ts'
import { catchRedirects } from './caught-redirects.ts'
import type {
  PlaywrightPage,
  PlaywrightContext,
  PlaywrightRoute,
  PlaywrightRequest,
} from './playwright-page.ts'
import { standInFor, standInWith } from './stand-in.ts'

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
  pages: PlaywrightPage | PlaywrightContext,
  { sandbox }: InterceptPagesOptions,
): Promise<PageInterception> {
  const respond = respondAsAdobe(sandbox)
  const redirects = await catchRedirects(pages, isAdobe, respond)
  const handle = async (route: PlaywrightRoute): Promise<void> => {
    const request = route.request()
    const isCaught = redirects.includes(request)
    if (isAdobe(new URL(request.url()))) {
      const answer = await respond(await toRequest(request))
      await fulfill(route, isCaught ? answer : await replaceRedirect(request, answer, respond))
    } else if (isCaught || !request.isNavigationRequest()) await route.fallback()
    else await fulfill(route, await replaceRedirect(request, await ask(route), respond))
  }
  await pages.route(isHttp, handle)
  return async () => {
    await pages.unroute(isHttp, handle)
    await redirects.stop()
  }
}

/** Playwright asks about every request where the addresses are chosen by a function, whichever it chooses. */
function isHttp({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:'
}

function isAdobe({ hostname }: URL): boolean {
  return findHostRole(hostname) !== 'elsewhere'
}

type Respond = (request: Request) => Promise<Response>

function respondAsAdobe(sandbox: InterceptPagesOptions['sandbox']): Respond {
  const create = standInWith(() => sandbox)
  return (request) => {
    const { hostname } = new URL(request.url)
    return standInFor(create, hostname, findHostRole(hostname))(request)
  }
}

async function toRequest(request: PlaywrightRequest): Promise<Request> {
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

/** The answer of a host that is not Adobe's, redirects included. */
async function ask(route: PlaywrightRoute): Promise<Response> {
  const answer = await route.fetch({ maxRedirects: 0 })
  const headers = new Headers()
  for (const { name, value } of answer.headersArray()) {
    // The body has been decoded.
    if (!/^content-(encoding|length)$/i.test(name)) headers.append(name, value)
  }
  const status = answer.status()
  const body = [204, 205, 304].includes(status) ? null : new Uint8Array(await answer.body())
  return new Response(body, { status, headers })
}

async function fulfill(route: PlaywrightRoute, answer: Response): Promise<void> {
  const headers = Object.fromEntries(answer.headers)
  const cookies = answer.headers.getSetCookie()
  // This is how Playwright takes a header that comes more than once.
  if (cookies.length > 0) headers['set-cookie'] = cookies.join('\n')
  const body = Buffer.from(await answer.arrayBuffer())
  await route.fulfill({ status: answer.status, headers, body })
}

/**
 * Where redirects are not caught, the browser would ask Adobe itself. So a page that refreshes at once leads there
 * instead, with the cookies of the redirect; and what is not a page is answered with what is there.
 */
async function replaceRedirect(
  request: PlaywrightRequest,
  answer: Response,
  respond: Respond,
): Promise<Response> {
  const location = answer.headers.get('location')
  if (location === null) return answer
  const target = new URL(location, request.url())
  if (!isAdobe(target)) return answer
  if (!request.isNavigationRequest()) return respond(new Request(target))
  const headers = new Headers(answer.headers)
  headers.delete('location')
  headers.set('refresh', `0; url=${target.href}`)
  headers.set('content-type', 'text/html')
  return new Response('', { status: 200, headers })
}
