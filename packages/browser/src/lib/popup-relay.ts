import type { Clock } from '@mudbrick/http'
import { isJsonObject, parseUrl } from '@mudbrick/http/internal'
import type { Page, PageChannel, RedirectPage } from './page.ts'

// Said again and again, since a page that joins the channel later hears nothing of before.
const intervalMs = 100
const patienceMs = 3_000
// No authorization code is good for longer.
const defaultLongestOfferMs = 300_000

export interface OfferResponseOptions {
  readonly page: Pick<RedirectPage, 'getAddress' | 'openRelay'>
  readonly clock: Clock
  /** Called when no page has taken the response for a while. */
  readonly onSilence?: () => void
  /** How long the response is offered; as long as its code can be good by default. */
  readonly longestOfferMs?: number
}

/**
 * Offers an authorization response to the other pages of this origin until one of them acknowledges
 * it; false when none does for as long as its code can be good.
 */
export function offerResponse(
  response: URLSearchParams,
  {
    page,
    clock,
    onSilence = () => {},
    longestOfferMs = defaultLongestOfferMs,
  }: OfferResponseOptions,
): Promise<boolean> {
  return new Promise((resolve) => {
    const channel = page.openRelay((message) => {
      const isTaken = isJsonObject(message) && message.acknowledged === response.get('state')
      if (isTaken) end(true)
    })
    let stopInterval: (() => void) | undefined
    const stopPatience = clock.setTimer(onSilence, patienceMs)
    const stopOffer = clock.setTimer(() => end(false), longestOfferMs)
    offer()

    function offer(): void {
      const { origin, pathname } = page.getAddress()
      channel.post({ response: response.toString(), arrivedAt: origin + pathname })
      stopInterval = clock.setTimer(offer, intervalMs)
    }

    function end(isTaken: boolean): void {
      stopInterval?.()
      stopPatience()
      stopOffer()
      channel.close()
      resolve(isTaken)
    }
  })
}

/**
 * Listens for authorization responses that arrived in other windows of this origin. A response that
 * `accept` takes is acknowledged, and its window closes.
 */
export function listenForRelayedResponses(
  page: Pick<Page, 'openRelay'>,
  accept: (response: URLSearchParams, arrivedAt: URL | undefined) => boolean,
): Pick<PageChannel, 'close'> {
  const channel = page.openRelay((message) => {
    if (!isJsonObject(message) || typeof message.response !== 'string') return
    const response = new URLSearchParams(message.response)
    const arrivedAt = parseUrl(String(message.arrivedAt))
    if (accept(response, arrivedAt)) channel.post({ acknowledged: response.get('state') })
  })
  return channel
}
