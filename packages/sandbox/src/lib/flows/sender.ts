import { readHeader, type KeptHeaders } from '../journal/kept-headers.ts'

/** What sent a request, as far as the request says so. */
export type Sender = 'browser' | 'server' | 'unknown'

/**
 * A browser tells its page's origin or what it fetches for, and no page can leave that out. Programs say their name,
 * or prove a secret, which no page has. What says nothing of itself is unknown.
 */
export function findSender(headers: KeptHeaders, hasSecret: boolean): Sender {
  const agent = readHeader(headers, 'user-agent') ?? ''
  // Node sends Sec-Fetch-Mode too; only browsers send Sec-Fetch-Site.
  if (readHeader(headers, 'sec-fetch-site') !== undefined) return 'browser'
  if (hasSecret) return 'server'
  if (agent.startsWith('Mozilla/')) return 'browser'
  if (readHeader(headers, 'origin') !== undefined) return 'browser'
  return agent === '' ? 'unknown' : 'server'
}
