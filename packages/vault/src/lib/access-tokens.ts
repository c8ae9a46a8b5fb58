import { SignInRequiredError } from '@mudbrick/ims'
import type { GrantContent } from './grant-content.ts'
import type { GrantReader, HeldGrant } from './grant-reader.ts'
import {
  canRefresh,
  createSignInRequired,
  isRevoked,
  requireGrant,
  requireRefreshable,
} from './held-grant.ts'
import { noteUse } from './refresh/refresh-outcome.ts'
import type { RefreshResults } from './refresh/refresh-results.ts'
import type { Refresher } from './refresh/refresher.ts'
import { isAlive, isGoodFor, isNew } from './refresh/token-lifetime.ts'
import type { VaultContext } from './vault-context.ts'
import type { VaultTokenRequest } from './vault.ts'

/** What access tokens come from. */
export interface AccessTokensOptions {
  readonly grants: GrantReader
  readonly refresher: Refresher
  readonly results: RefreshResults
}

/** Returns access tokens, refreshed if need be. */
export interface AccessTokens {
  /** Returns a cached token that is valid for long enough, if there is one. */
  readonly find: (id: string, request: VaultTokenRequest) => string | undefined
  /** Returns a token that has to be read or refreshed first. */
  readonly obtain: (id: string, request: VaultTokenRequest) => Promise<string>
  /** Refreshes a grant now, whatever the age of its token. */
  readonly refresh: (id: string) => Promise<HeldGrant>
  /** Refreshes or removes a grant that is due. */
  readonly refreshDue: (id: string) => Promise<void>
}

export function createAccessTokens(
  { store, watch, random, emit, background }: VaultContext,
  { grants, refresher, results }: AccessTokensOptions,
): AccessTokens {
  const marked = new WeakSet<HeldGrant>()

  return {
    find(id, request) {
      const held = grants.peek(id)
      return held && isUsable(held.content, request) ? use(id, held) : undefined
    },
    obtain,
    async refresh(id) {
      const { content } = requireRefreshable(await grants.reload(id))
      const held = await refresher.refresh(id, content.accessToken, { isUsed: false })
      return requireRefreshable(held)
    },
    refreshDue,
  }

  async function obtain(id: string, request: VaultTokenRequest): Promise<string> {
    const { rejected } = request
    const held = requireGrant(await load(id))
    if (isUsable(held.content, request)) return use(id, held)
    const isSpare = isStillValid(held.content, rejected)
    if (!canRefresh(held.content)) {
      if (isSpare) return held.content.accessToken
      throw createSignInRequired(held.content)
    }
    try {
      const renewed = requireGrant(await renew(id, held, isSpare))
      if (canRefresh(renewed.content) || isStillValid(renewed.content, rejected)) {
        return use(id, renewed)
      }
      throw createSignInRequired(renewed.content)
    } catch (error) {
      if (error instanceof SignInRequiredError) throw error
      // A token that is still valid is used, if the grant was not revoked meanwhile.
      const present = requireGrant(await load(id))
      if (isStillValid(present.content, rejected)) return present.content.accessToken
      throw error
    }
  }

  /** A caller whose token is still valid does not wait for another process. */
  function renew(id: string, held: HeldGrant, isSpare: boolean): Promise<HeldGrant | undefined> {
    const { accessToken } = held.content
    if (!isSpare) return refresher.refresh(id, accessToken, { isUsed: true })
    return new Promise((resolve, reject) => {
      const onWait = (): void => resolve(held)
      refresher.refresh(id, accessToken, { isUsed: true, onWait }).then(resolve, reject)
    })
  }

  /** Tokens that could not be written yet are newer than the store's, unless the grant was revoked. */
  function load(id: string): Promise<HeldGrant | undefined> {
    const unsaved = results.findUnsaved(id)
    return unsaved ? loadUnsaved(id, unsaved) : grants.load(id)
  }

  async function loadUnsaved(id: string, unsaved: HeldGrant): Promise<HeldGrant | undefined> {
    const held = await grants.load(id).catch(() => unsaved)
    return held && !isRevoked(held) ? unsaved : undefined
  }

  function use(id: string, held: HeldGrant): string {
    const { content } = held
    if (!content.isUsed && !marked.has(held)) mark(id, held)
    return content.accessToken
  }

  /** Notes the first use of a token. If that fails, the grant is refreshed only when it is needed. */
  function mark(id: string, held: HeldGrant): void {
    const { content, version } = held
    marked.add(held)
    if (content.state.status !== 'active' || !canRefresh(content) || content.trouble) return
    background.track(grants.write(id, version, noteUse(content, random)))
  }

  async function refreshDue(id: string): Promise<void> {
    const held = await grants.reload(id)
    if (!held || isRevoked(held)) return
    const { version, content } = held
    if (content.dueAt === undefined || content.dueAt > watch.now()) return
    if (canRefresh(content)) {
      await refresher.refresh(id, content.accessToken, { isUsed: false })
      return
    }
    const isRemoved = await store.compareAndSwap(id, version, undefined)
    if (isRemoved) emit(id, { type: 'discarded' })
  }

  function isUsable(
    content: GrantContent,
    { minimumTtlMs = 60_000, rejected }: VaultTokenRequest,
  ): boolean {
    if (content.state.status === 'revoked') return false
    const now = watch.now()
    return content.accessToken === rejected
      ? isNew(content, now) && isAlive(content, now)
      : isGoodFor(content, now, minimumTtlMs)
  }

  /** Tells whether the token can be used when there is no better one. */
  function isStillValid(content: GrantContent, rejected: string | undefined): boolean {
    return content.accessToken !== rejected && isAlive(content, watch.now())
  }
}
