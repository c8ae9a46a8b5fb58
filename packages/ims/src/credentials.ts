export {
  createImsClient,
  type CreateImsClientOptions,
  type CreateNativeAppClientOptions,
  type CreateServerToServerClientOptions,
  type CreateWebAppClientOptions,
} from './lib/credential-client.ts'
export { type CreateImsClientOptions as CreateSinglePageAppClientOptions } from './lib/ims-client.ts'
