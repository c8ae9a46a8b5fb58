import type { ServiceRequest, Services } from '../service-request.ts'
import type { StoreView } from '../state/catalog.ts'
import type { User } from '../state/user.ts'

/** One request at Commerce that has passed the door: its user and its store view are known. */
export interface CommerceContext extends ServiceRequest<Services> {
  readonly user: User
  /** The store view that is asked; `undefined` for all of them. */
  readonly storeView: StoreView | undefined
}
