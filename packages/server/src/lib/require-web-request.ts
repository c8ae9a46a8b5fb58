import { ConfigurationError } from '@mudbrick/http'

/**
 * Refuses the requests of Node, Express and Fastify, which are similar to web requests.
 *
 * @throws {@link ConfigurationError}
 */
export function requireWebRequest(caller: string, request: Partial<Request> | undefined): void {
  if (typeof request?.headers?.get === 'function') return
  throw new ConfigurationError(
    'invalid_option',
    'request',
    `${caller} takes a web Request: wrap the handler with toNodeHandler, or give new Request(origin, { headers }).`,
  )
}
