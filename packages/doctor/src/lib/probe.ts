/** What a service answered to one read-only request, or why it did not. */
export interface Probe {
  readonly service: 'IMS' | 'AEM' | 'Commerce'
  /** Scheme, host and port; no path, so that nothing secret can be in it. */
  readonly origin: string
  readonly outcome: ProbeOutcome
}

/** @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export type ProbeOutcome =
  | {
      readonly kind: 'failed'
      /** Why, as Node.js names it, such as `ECONNREFUSED`. */
      readonly reason: string
      /** Whether the environment names a proxy for this address. */
      readonly isProxied: boolean
    }
  | {
      readonly kind: 'answered'
      readonly status: number
      /** How far the clock of this computer is ahead of the service's, from the `Date` header. */
      readonly clockAheadMs?: number | undefined
      /** False where the answer is not of the kind that the service gives. */
      readonly isOfService: boolean
      /** Whether AEM's page says that the environment is hibernated. */
      readonly isHibernated?: boolean | undefined
      /** The resource that Commerce's 401 names. */
      readonly missingResource?: string | undefined
      /** Why AEM answers 403. */
      readonly refusal?: 'allow-list' | 'scope' | 'rights' | undefined
    }
  | {
      /** The authorization endpoint was asked without showing a page. */
      readonly kind: 'authorization'
      readonly redirectUri: string
      /** Where IMS leads, without query and fragment; missing when it shows a page. */
      readonly ledTo?: string | undefined
      readonly error?: string | undefined
    }
