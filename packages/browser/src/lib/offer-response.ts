import type { Clock } from '@mudbrick/http'
import { isJsonObject } from '@mudbrick/http/internal'
import type { RedirectPage } from './redirect-page.ts'

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
