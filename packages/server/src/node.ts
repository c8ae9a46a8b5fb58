export { ConfigurationError } from '@mudbrick/http'
export type { Connection } from './lib/connection.ts'
export type { ErrorContext, ReportError } from './lib/error-context.ts'
export type { MetricsRegistry } from './lib/metrics-response.ts'
export { closeOnSignals, type CloseOnSignalsOptions } from './lib/node/close-on-signals.ts'
export { closeServer, type CloseServerOptions, type ServerEnd } from './lib/node/close-server.ts'
export { createMetricsServer } from './lib/node/metrics-server.ts'
export {
  type NodeHandler,
  type RequestHandler,
  toNodeHandler,
  type ToNodeHandlerOptions,
} from './lib/node/to-node-handler.ts'
