export type { ImsClient, ImsGrant } from '@mudbrick/ims'
export { renewInIframe, type RenewInIframeOptions } from './lib/renew-in-iframe.ts'
export type { RenewalFrames } from './lib/renewal-frames.ts'
