/** What may be said of a request in a message. */
export interface SentRequest {
  /** The request's method. */
  readonly method: string
  /** The request's address without its query, which may hold a secret. */
  readonly url: string
}
