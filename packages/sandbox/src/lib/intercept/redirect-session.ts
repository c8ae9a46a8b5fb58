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
