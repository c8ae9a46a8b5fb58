import { createHash, timingSafeEqual } from 'node:crypto'
import { ConfigurationError } from '@mudbrick/http'
import type { Connection } from './connection.ts'

/** What is asked for the metrics: a registry of `prom-client`, as far as it is needed. */
export interface MetricsRegistry {
  /** The type of what {@link MetricsRegistry.metrics} gives. */
  readonly contentType: string
  /** Gives the metrics as text. */
  readonly metrics: () => Promise<string>
}

/** Says who may read the metrics. */
export interface CreateMetricsHandlerOptions {
  /**
   * The bearer token that a reader has to show, 16 characters at least. Without it, only readers on
   * this machine are answered, and none whom a proxy brings.
   */
  readonly bearerToken?: string | undefined
}

/**
 * Creates the function that gives the metrics of this process to those who may read them; to all
 * others the address does not exist.
 *
 * @throws {@link ConfigurationError} for a bearer token that could be guessed.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @example
 * ```ts
 * const showMetrics = createMetricsHandler(registry)
 * // GET /metrics: return showMetrics(request, { remoteAddress: socket.remoteAddress })
 * ```
 */
export function createMetricsHandler(
  registry: MetricsRegistry,
  { bearerToken }: CreateMetricsHandlerOptions = {},
): (request: Request, connection?: Connection) => Promise<Response> {
  if (bearerToken !== undefined && !/^[\w.~+/-]{16,}=*$/.test(bearerToken)) {
    throw new ConfigurationError(
      'invalid_option',
      'bearerToken',
      'bearerToken is too short, or has characters that no bearer token has: take 16 random letters and digits at least.',
    )
  }

  return async (request, connection) => {
    const isAllowed =
      bearerToken === undefined
        ? isFromThisMachine(request, connection)
        : isSame(request.headers.get('authorization') ?? '', `Bearer ${bearerToken}`)
    if (!isAllowed) return new Response(null, { status: 404 })
    if (request.method !== 'GET') {
      return new Response(null, { status: 405, headers: { allow: 'GET' } })
    }
    return new Response(await registry.metrics(), {
      headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
    })
  }
}

/** A proxy on this machine would make everybody look as if they were on it too. */
function isFromThisMachine({ headers }: Request, connection: Connection | undefined): boolean {
  const isForwarded = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'].some((name) =>
    headers.has(name),
  )
  return !isForwarded && isLoopback(connection?.remoteAddress ?? '')
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address)
}

/** Takes as long for a token that is nearly right as for any other. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hash(given), hash(expected))
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
