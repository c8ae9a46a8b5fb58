import { failureCodeOf } from './vault-event.ts'

/** A span, as far as a vault uses it; OpenTelemetry's is one. */
export interface VaultSpan {
  /** Notes something about the work. */
  readonly setAttribute: (name: string, value: string | number | boolean) => unknown
  /** Says how the work ended; code 2 is OpenTelemetry's for an error. */
  readonly setStatus: (status: { readonly code: number }) => unknown
  /** Says that the work is over. */
  readonly end: () => void
}

/**
 * What starts spans, as far as a vault uses it; OpenTelemetry's `Tracer` is one.
 *
 * @see https://opentelemetry.io/docs/specs/otel/trace/api/#tracer
 */
export interface VaultTracer {
  /** Starts a span, and does the work with that span as the active one. */
  readonly startActiveSpan: <Result>(
    name: string,
    options: { readonly attributes: Record<string, string> },
    work: (span: VaultSpan) => Result,
  ) => Result
}

/** Does work on a grant inside a span. */
export type Trace = <Result>(
  name: 'vault.read' | 'vault.refresh',
  grantId: string,
  work: () => Promise<Result>,
) => Promise<Result>

/** Without a tracer the work is just done. */
export function createTracing(tracer: VaultTracer | undefined): Trace {
  if (!tracer) return (_name, _grantId, work) => work()
  return (name, grantId, work) =>
    tracer.startActiveSpan(
      name,
      { attributes: { 'mudbrick.vault.grant_id': grantId } },
      async (span) => {
        try {
          return await work()
        } catch (error) {
          noteFailure(span, error)
          throw error
        } finally {
          span.end()
        }
      },
    )
}

const errorStatusCode = 2

/**
 * By its code, not its message: a store's driver writes into messages what it likes.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
function noteFailure(span: VaultSpan, error: unknown): void {
  span.setAttribute('error.type', failureCodeOf(error))
  span.setStatus({ code: errorStatusCode })
}
