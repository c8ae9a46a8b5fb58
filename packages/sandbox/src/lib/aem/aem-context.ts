import type { ServiceRequest, Services } from '../service-request.ts'
import type { User } from '../state/user.ts'
import type { ClientAllowList } from './client-allow-list.ts'
import type { CorsPolicy } from './cors-policy.ts'

/** What every endpoint of AEM stands on. */
export interface AemServices extends Services {
  readonly corsPolicies: readonly CorsPolicy[]
  readonly clientAllowList: ClientAllowList
}

/** One request at AEM that has passed the door: its user is known. */
export interface AemContext extends ServiceRequest<AemServices> {
  readonly user: User
  readonly clientId: string
  readonly scopes: readonly string[]
}
