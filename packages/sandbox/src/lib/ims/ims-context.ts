import type { SandboxOrigins } from '../origins.ts'
import type { ServiceRequest, Services } from '../service-request.ts'
import type { SigningKeys } from '../state/signing-key.ts'

/** What every endpoint of IMS stands on. */
export interface ImsServices extends Services {
  readonly signingKeys: SigningKeys
}

/** The versions of IMS's endpoints that differ in their answers. */
export type ImsVersion = 'v1' | 'v2' | 'v3' | 'v4'

/** One request at IMS. */
export interface ImsContext extends ServiceRequest<ImsServices> {
  /** The version of the endpoint that the path names; a path without one is the first. */
  readonly version: ImsVersion
  /** The `x-debug-id` of the answer. */
  readonly debugId: string
  readonly origins: SandboxOrigins
}
