/** What the server tells the page of its credential. */
export const configuration: {
  readonly clientId: string
  readonly scopes: string
  readonly environment: string
}
