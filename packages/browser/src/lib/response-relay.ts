import { isJsonObject, parseUrl } from '@mudbrick/http/internal'
import type { Page, PageChannel } from './page.ts'

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
