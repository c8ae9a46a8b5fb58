export {
  type Certificate,
  ensureCertificate,
  type EnsureCertificateOptions,
} from './lib/node/certificate.ts'
export { listen, type ListeningSandbox, type ListenOptions } from './lib/node/listener.ts'
export { type TrustCommand, trustCommands, type TrustCommands } from './lib/node/trust-commands.ts'
