/** Where each service of a sandbox is reached: scheme, host and port, without a trailing slash. */
export interface SandboxOrigins {
  /** The sandbox's own page: addresses, users, credentials. */
  readonly home: string
  /** Adobe IMS. */
  readonly ims: string
  /** The AEM author. */
  readonly aem: string
  /** Adobe Commerce. */
  readonly commerce: string
}
