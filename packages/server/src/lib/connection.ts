/** What is known about where a request came from, besides what the request says of itself. */
export interface Connection {
  /** The address of the other end, as the operating system knows it. */
  readonly remoteAddress: string | undefined
}
