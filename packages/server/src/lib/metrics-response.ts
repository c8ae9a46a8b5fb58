/** The source of the metrics: a registry of `prom-client`, as far as it is needed. */
export interface MetricsRegistry {
  /** The content type of {@link MetricsRegistry.metrics}. */
  readonly contentType: string
  /** Returns the metrics as text. */
  readonly metrics: () => Promise<string>
}

/** Creates the response to a reader of metrics. */
export async function createMetricsResponse(
  registry: MetricsRegistry,
  { method }: Request,
): Promise<Response> {
  if (method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } })
  return new Response(await registry.metrics(), {
    headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
  })
}
