import { hash } from 'node:crypto'
import { sleep } from '@mudbrick/http/internal'
import type { ImsGrant } from '@mudbrick/ims'
import { requireObtainedGrant } from './check-vault-calls.ts'
import { randomBytes } from './defaults.ts'
import { createContent, type GrantContent } from './grant-content.ts'
import type { GrantReader } from './grant-reader.ts'
import type { Lease } from './grant-store.ts'
import { scheduleNext } from './refresh/refresh-outcome.ts'
import type { VaultContext } from './vault-context.ts'
import { VaultError } from './vault-error.ts'
import type { AddedGrant, AddGrantOptions, ObtainedGrant } from './vault.ts'

/** Stores new grants. */
export interface GrantAdder {
  readonly createGrantId: () => string
  readonly add: (grant: ImsGrant, options?: AddGrantOptions) => Promise<string>
  /** Stores the grant that a function obtains, once for all processes. */
  readonly addOnce: (name: string, obtain: () => Promise<ObtainedGrant>) => Promise<AddedGrant>
}

export function createGrantAdder(context: VaultContext, grants: GrantReader): GrantAdder {
  const { ims, store, watch, random, leaseMs, emit, background, signal } = context
  const flights = new Map<string, Promise<AddedGrant>>()

  return {
    createGrantId,

    async add(grant, { profile } = {}) {
      const id = createGrantId()
      await write(id, grant, profile)
      return id
    },

    async addOnce(name, obtain) {
      const id = deriveGrantId(name)
      const underWay = flights.get(id)
      if (underWay) return { ...(await underWay), isNew: false }
      const flight = addUnderLease(id, obtain).finally(() => flights.delete(id))
      flights.set(id, flight)
      return flight
    },
  }

  async function addUnderLease(
    id: string,
    obtain: () => Promise<ObtainedGrant>,
  ): Promise<AddedGrant> {
    const began = watch.moment()
    for (;;) {
      const lease = await store.lease(`grant:${id}`, leaseMs)
      try {
        if (await grants.reload(id)) return { id, isNew: false }
        if (lease) {
          const obtained = await whileHolding(lease, obtain)
          requireObtainedGrant(obtained)
          return { id, isNew: await write(id, obtained.grant, obtained.profile) }
        }
      } finally {
        if (lease) background.track(lease.release())
      }
      // Within this time a process that ended has lost the right, and the next one too.
      if (watch.since(began) > 2 * leaseMs) throw new VaultError('busy', { grantId: id })
      await sleep(25 + 75 * random(), watch, signal)
    }
  }

  /** Renews the lease while the work goes on: IMS may take longer than a lease lasts. */
  async function whileHolding<Result>(lease: Lease, work: () => Promise<Result>): Promise<Result> {
    const done = new AbortController()
    background.track(renewUntil(lease, done.signal))
    try {
      return await work()
    } finally {
      done.abort()
    }
  }

  async function renewUntil(lease: Lease, done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      await sleep(leaseMs / 3, watch, done)
      await lease.renew()
    }
  }

  /** Returns whether it was written; otherwise another process has stored a grant under this id. */
  async function write(
    id: string,
    grant: ImsGrant,
    profile: GrantContent['profile'],
  ): Promise<boolean> {
    requireOwn(id, grant)
    const content = toContent(grant, profile)
    const written = await grants.write(id, 0, scheduleNext(content, random))
    if (written) emit(id, { type: 'created', subject: content.subject })
    return written !== undefined
  }

  /** The ID token says to which client the grant was issued; its client refuses another one's, too. */
  function requireOwn(id: string, { claims }: ImsGrant): void {
    if (!claims || [claims.aud].flat().includes(ims.clientId)) return
    throw new VaultError('other_client', { grantId: id })
  }

  function toContent(
    { tokenSet, claims, scopes, receivedAt, expiresAt }: ImsGrant,
    profile: GrantContent['profile'],
  ): GrantContent {
    return createContent({
      clientId: ims.clientId,
      generation: 1,
      state: { status: 'active' },
      subject: claims?.sub ?? profile?.userId,
      profile,
      scopes,
      createdAt: receivedAt,
      receivedAt,
      expiresAt,
      isUsed: true,
      dueAt: undefined,
      isRevocationPending: false,
      trouble: undefined,
      accessToken: tokenSet.accessToken,
      refreshToken: tokenSet.refreshToken,
      revoking: [],
    })
  }

  function createGrantId(): string {
    const bytes = (ims.randomBytes ?? randomBytes)(24)
    return Buffer.from(bytes).toString('base64url')
  }

  /** The id of the same name is the same in every process. */
  function deriveGrantId(name: string): string {
    return hash('sha256', JSON.stringify([ims.clientId, name]), 'base64url')
  }
}
