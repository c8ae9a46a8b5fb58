/** What is known about the origin of a request without its own word. */
export interface Connection {
  /** The address of the other end, as the operating system knows it. */
  readonly remoteAddress: string | undefined
}
