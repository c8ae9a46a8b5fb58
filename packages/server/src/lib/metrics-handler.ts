import { createHash, timingSafeEqual } from 'node:crypto'
import { ConfigurationError } from '@mudbrick/http'
import { checkOptions } from '@mudbrick/http/internal'
import { createMetricsResponse, type MetricsRegistry } from './metrics-response.ts'

/** Says who may read the metrics. */
export interface CreateMetricsHandlerOptions {
  /** The bearer token that a reader has to send, 16 characters at least. */
  readonly bearerToken: string
}

/**
 * Creates the function that shows the metrics of this process to readers with the bearer token; for
 * all others it answers 404. For metrics without a token there is `createMetricsServer` of
 * `@mudbrick/server/node`, which has a port of its own: where a request comes from proves nothing
 * behind a proxy.
 *
 * @throws {@link ConfigurationError} without a bearer token, or for one that could be guessed.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @example
 * ```ts
 * const showMetrics = createMetricsHandler(registry, { bearerToken })
 * // GET /metrics: return showMetrics(request)
 * ```
 */
export function createMetricsHandler(
  registry: MetricsRegistry,
  options: CreateMetricsHandlerOptions,
): (request: Request) => Promise<Response> {
  const expected = `Bearer ${parseBearerToken(options)}`

  return async (request) => {
    const isAllowed = isSame(request.headers.get('authorization') ?? '', expected)
    return isAllowed
      ? createMetricsResponse(registry, request)
      : new Response(null, { status: 404 })
  }
}

/** Scripts without types call it too. */
function parseBearerToken(options: Partial<CreateMetricsHandlerOptions> = {}): string {
  checkOptions('createMetricsHandler', options, { bearerToken: true })
  const { bearerToken = '' } = options
  if (bearerToken === '') {
    throw createTokenError(
      'is missing, so that anyone could read the metrics through a proxy: give one, or use createMetricsServer of @mudbrick/server/node, which has a port of its own',
    )
  }
  if (/^[\w.~+/-]{16,}=*$/.test(bearerToken)) return bearerToken
  throw createTokenError(
    'is too short, or has characters that a bearer token cannot have: take 16 random letters and digits at least',
  )
}

function createTokenError(problem: string): ConfigurationError {
  return new ConfigurationError('invalid_option', 'bearerToken', `bearerToken ${problem}.`)
}

/** Takes as long for a token that is nearly right as for any other. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hash(given), hash(expected))
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
