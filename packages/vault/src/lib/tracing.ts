import { failureCodeOf } from './vault-event.ts'

/** What a vault uses of a span; OpenTelemetry's is one. */
export interface VaultSpan {
  /** Adds an attribute. */
  readonly setAttribute: (name: string, value: string | number | boolean) => unknown
  /** Sets how the work ended; code 2 is OpenTelemetry's for an error. */
  readonly setStatus: (status: { readonly code: number }) => unknown
  /** Ends the span. */
  readonly end: () => void
}

/**
 * What a vault uses of a tracer; OpenTelemetry's `Tracer` is one.
 *
 * @see https://opentelemetry.io/docs/specs/otel/trace/api/#tracer
 */
export interface VaultTracer {
  /** Starts a span, and does the work while it is the active span. */
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

/** Creates spans by a tracer; without one, does only the work. */
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
 * By its code, not by its message, into which a driver may write anything.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
function noteFailure(span: VaultSpan, error: unknown): void {
  span.setAttribute('error.type', failureCodeOf(error))
  span.setStatus({ code: errorStatusCode })
}
