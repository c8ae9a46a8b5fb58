import type {
  PausedRequest,
  PlaywrightContext,
  PlaywrightPage,
  PlaywrightRequest,
  RedirectSession,
} from './playwright-page.ts'

/** The redirects of pages that are watched. */
export interface CaughtRedirects {
  /**
   * Whether a redirect of this request is caught: not in a browser that is not Chromium, in a frame of another site,
   * or in a page that has only just been opened.
   */
  includes(request: PlaywrightRequest): boolean
  /** Lets redirects lead where they lead. */
  stop(): Promise<void>
}

/**
 * Answers requests that follow a redirect, which Playwright's routes never see.
 *
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Fetch/
 */
export async function catchRedirects(
  pages: PlaywrightPage | PlaywrightContext,
  isWanted: (url: URL) => boolean,
  respond: (request: Request) => Promise<Response>,
): Promise<CaughtRedirects> {
  const watched = new Map<PlaywrightPage, WatchedPage>()

  const watch = async (page: PlaywrightPage): Promise<void> => {
    // The page is given back to Playwright as it came.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const session = await page.context().newCDPSession(page as never)
    const seen = new Set<string>()
    watched.set(page, { session, seen })
    session.on('Fetch.requestPaused', (paused) => {
      seen.add(paused.request.url)
      ignoreClosedPage(answer(session, paused, isWanted, respond))
    })
    await session.send('Fetch.enable')
  }
  const watchOpened = (page: PlaywrightPage): void => ignoreClosedPage(watch(page))

  const findSeen = (request: PlaywrightRequest): ReadonlySet<string> | undefined => {
    const page = findPage(request)
    return page && watched.get(page)?.seen
  }

  const open = 'pages' in pages ? pages.pages() : [pages]
  // Only Chromium speaks this protocol.
  await Promise.allSettled(open.map(watch))
  if ('pages' in pages) pages.on('page', watchOpened)
  return {
    includes: (request) => findSeen(request)?.has(request.url()) === true,
    stop: async () => {
      if ('pages' in pages) pages.off('page', watchOpened)
      await Promise.allSettled([...watched.values()].map(({ session }) => session.detach()))
    },
  }
}

interface WatchedPage {
  readonly session: RedirectSession
  /** The addresses of what the session was asked about, which is all since it was opened, and before the routes. */
  readonly seen: Set<string>
}

function ignoreClosedPage(work: Promise<void>): void {
  work.catch(() => undefined)
}

function findPage(request: PlaywrightRequest): PlaywrightPage | undefined {
  try {
    return request.frame().page()
  } catch {
    return undefined
  }
}

async function answer(
  session: RedirectSession,
  { requestId, redirectedRequestId, request }: PausedRequest,
  isWanted: (url: URL) => boolean,
  respond: (request: Request) => Promise<Response>,
): Promise<void> {
  if (redirectedRequestId === undefined || !isWanted(new URL(request.url))) {
    await session.send('Fetch.continueRequest', { requestId })
    return
  }
  const response = await respond(toRequest(request))
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}

function toRequest({ url, method, headers, postDataEntries }: PausedRequest['request']): Request {
  const parts = postDataEntries?.map(({ bytes = '' }) => Buffer.from(bytes, 'base64'))
  return new Request(url, {
    method,
    headers: { ...headers },
    ...(parts && parts.length > 0 && { body: new Uint8Array(Buffer.concat(parts)) }),
  })
}
