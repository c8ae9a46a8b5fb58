export {
  type AdobeInterception,
  interceptAdobe,
  type InterceptAdobeOptions,
} from './lib/intercept/intercept-adobe.ts'
export type { SigningKey, SigningKeys } from './lib/state/signing-key.ts'
export {
  type Certificate,
  ensureCertificate,
  type EnsureCertificateOptions,
} from './lib/node/certificate.ts'
export { listen, type ListeningSandbox, type ListenOptions } from './lib/node/listener.ts'
export { type ScopeQuestion } from './lib/seed/console-file.ts'
export { formatSeed } from './lib/seed/format-seed.ts'
export { readSeedFile, type ReadSeedFileOptions } from './lib/node/seed-file.ts'
export {
  type KeptSigningKeys,
  readSigningKeys,
  type ReadSigningKeysOptions,
} from './lib/node/signing-keys.ts'
export { type TrustCommand, trustCommands, type TrustCommands } from './lib/node/trust-commands.ts'
