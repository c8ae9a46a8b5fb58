/** Pages of Playwright whose requests may be answered, as far as they are needed. */
export interface PlaywrightPages {
  /** Asks the handler about each request whose address agrees. */
  route(matches: (url: URL) => boolean, handler: (route: PlaywrightRoute) => Promise<void>): unknown
  /** Takes the handler away. */
  unroute(
    matches: (url: URL) => boolean,
    handler: (route: PlaywrightRoute) => Promise<void>,
  ): unknown
}

/** A page of Playwright, as far as it is needed. */
export interface PlaywrightPage extends PlaywrightPages {
  /** The context that the page belongs to. */
  context(): {
    newCDPSession(page: never): Promise<RedirectSession>
  }
}

/** A browser context of Playwright, as far as it is needed. */
export interface PlaywrightContext extends PlaywrightPages {
  /** The pages that are open. */
  pages(): readonly PlaywrightPage[]
  /** Tells of each that is opened. */
  on(event: 'page', listener: (page: PlaywrightPage) => void): unknown
  /** Stops telling. */
  off(event: 'page', listener: (page: PlaywrightPage) => void): unknown
}

/** A request that Playwright holds, as far as it is needed. */
export interface PlaywrightRoute {
  /** What is asked. */
  request(): PlaywrightRequest
  /** Answers it. */
  fulfill(answer: {
    readonly status: number
    readonly headers: Record<string, string>
    readonly body: Buffer
  }): Promise<void>
  /** Lets it go where it would have gone. */
  fallback(): Promise<void>
  /** Asks whom it is for. */
  fetch(options: { readonly maxRedirects: number }): Promise<{
    status(): number
    headersArray(): readonly { readonly name: string; readonly value: string }[]
    body(): Promise<Buffer>
  }>
}

/** What a page asks, as far as it is needed. */
export interface PlaywrightRequest {
  /** The whole address. */
  url(): string
  /** The method, in capitals. */
  method(): string
  /** All header fields, cookies too. */
  allHeaders(): Promise<Record<string, string>>
  /** The body. */
  postDataBuffer(): Uint8Array | null
  /** Whether the answer is to be a page, or a page in a frame. */
  isNavigationRequest(): boolean
  /** The frame that asks; throws while a new page has none. */
  frame(): { page(): PlaywrightPage }
}

/** A session with a page by Chromium's own protocol, as far as it is needed. */
export interface RedirectSession {
  /** Tells of each request that waits. */
  on(event: 'Fetch.requestPaused', listener: (paused: PausedRequest) => void): unknown
  /** Tells the browser what to do. */
  send(method: RedirectCommand, parameters?: object): Promise<unknown>
  /** Ends the session. */
  detach(): Promise<void>
}

/** What is asked of the browser. */
export type RedirectCommand = 'Fetch.enable' | 'Fetch.continueRequest' | 'Fetch.fulfillRequest'

/** A request that waits, as far as it is needed. */
export interface PausedRequest {
  /** Names it in the answer. */
  readonly requestId: string
  /** There is one where the request follows a redirect. */
  readonly redirectedRequestId?: string
  /** What is asked. */
  readonly request: {
    readonly url: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly postDataEntries?: readonly { readonly bytes?: string }[]
  }
}
