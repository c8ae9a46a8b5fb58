export { ConfigurationError } from '@mudbrick/http'
export type { Connection } from './lib/connection.ts'
export {
  type NodeHandler,
  type RequestHandler,
  toNodeHandler,
  type ToNodeHandlerOptions,
} from './lib/node/to-node-handler.ts'
