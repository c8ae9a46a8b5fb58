import { isJsonObject } from '@mudbrick/http/internal'
import type { Clock } from '@mudbrick/ims'
import type { HeldSession } from './held-session.ts'
import type { KeyValueStorage } from './key-value-storage.ts'
import type { Page } from './page.ts'
import { parseSessionRecord, type SessionRecord } from './session-record.ts'

// How long a tab that is alive may take to answer.
const longestAnswerMs = 1_000

/** The other tabs of this app: all of them share one session. */
export interface SiblingTabs {
  /** Makes this record, or none, the session of all tabs. */
  readonly publish: (record: SessionRecord | undefined) => void
  /** Tells the other tabs what this one has learnt about their session. */
  readonly share: () => void
  /** Tells whether the session has changed since this page last heard of it. */
  readonly isBehind: () => boolean
  /**
   * Takes the newest session, from storage at once or else from a tab that is alive. Where nobody has
   * it any more, the page stays behind.
   */
  readonly catchUp: () => Promise<void>
  /** Leaves the other tabs. */
  readonly close: () => void
}

export interface SiblingTabsOptions {
  readonly key: string
  readonly held: HeldSession
  /** Where all tabs count the changes. */
  readonly storage: KeyValueStorage
  readonly clock: Clock
  readonly page: Pick<Page, 'openChannel'>
}

/**
 * Joins the other tabs. Each change of the session is told to all of them, tokens included, and
 * counted where all can read it, without any secret: a tab that was frozen, restored or has just been
 * opened finds itself behind, and asks before it trusts what it holds.
 */
export function joinSiblingTabs(options: SiblingTabsOptions): SiblingTabs {
  const { key, held, storage, clock, page } = options
  const counterKey = `${key}:generation`
  const waiting = new Set<() => void>()
  const channel = page.openChannel(key, receive)

  return { publish, share, isBehind, catchUp, close: channel.close }

  function publish(record: SessionRecord | undefined): void {
    const generation = Math.max(held.generation, readCounter().generation) + 1
    storage.setItem(counterKey, `${generation} ${userOf(record)}`)
    held.hold(record && { ...record, generation }, generation)
    share()
  }

  function share(): void {
    channel.post({ generation: held.generation, record: JSON.stringify(held.record) })
  }

  function isBehind(): boolean {
    return held.generation < readCounter().generation
  }

  async function catchUp(): Promise<void> {
    held.restore()
    const { generation, user } = readCounter()
    if (user === '') {
      if (isBehind()) held.hold(undefined, generation)
      return
    }
    // Asked even when not behind: what is kept in memory only may be missing here.
    channel.post('ask')
    if (!isBehind()) return
    await new Promise<void>((resolve) => {
      waiting.add(resolve)
      clock.setTimer(resolve, longestAnswerMs)
    })
    // Whoever signed in since has gone, and was somebody else.
    if (isBehind() && held.record && user !== userOf(held.record)) {
      held.hold(undefined, held.generation)
    }
  }

  function receive(message: unknown): void {
    if (message === 'ask') {
      if (held.record && !isBehind()) share()
    } else if (isJsonObject(message) && typeof message.generation === 'number') {
      follow(message.generation, message.record)
    }
  }

  function follow(generation: number, text: unknown): void {
    const told = parseSessionRecord(text)
    const isUnderstood = told !== undefined || text === undefined
    if (!isUnderstood || !isNewer(generation, told)) return
    const isSame = generation === held.generation
    // Of one session each tab may know what others do not: the profile, a refresh token.
    held.hold(told && { ...(isSame && held.record), ...told }, generation)
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  /** Where two tabs have changed the session at once, all must come to choose the same. */
  function isNewer(generation: number, told: SessionRecord | undefined): boolean {
    if (generation !== held.generation || !told) return generation >= held.generation
    return held.record !== undefined && told.state >= held.record.state
  }

  function readCounter(): { readonly generation: number; readonly user: string } {
    const [generation = '', ...user] = storage.getItem(counterKey)?.split(' ') ?? []
    return { generation: Number(generation) || 0, user: user.join(' ') }
  }
}

/** Empty when nobody is signed in. */
function userOf(record: SessionRecord | undefined): string {
  return record ? (record.subject ?? 'unknown') : ''
}
