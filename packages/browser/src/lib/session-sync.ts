// All tabs of an app share one session. Each change of it is told to all of them, tokens included, and
// counted where all can read it, without any secret: a tab that was frozen, restored or has just been
// opened finds itself behind, and asks before it trusts what it holds.

import { isJsonObject } from '@mudbrick/http/internal'
import type { SessionCore } from './session-core.ts'
import { parseSessionRecord, type SessionRecord } from './session-record.ts'
import { holdRecord, restoreSession } from './session-state.ts'

// How long a tab that is alive may take to answer.
const longestAnswerMs = 1_000

/** Joins the other tabs; returns what leaves them. */
export function joinTabs(core: SessionCore): () => void {
  const channel = core.page.openChannel(core.key, (message) => receive(core, message))
  core.channel = channel
  return channel.close
}

/** Makes this record, or none, the session of all tabs. */
export function publishSession(core: SessionCore, record: SessionRecord | undefined): void {
  const generation = Math.max(core.generation, readCounter(core).generation) + 1
  core.sharedStorage.setItem(counterKeyOf(core), `${generation} ${userOf(record)}`)
  holdRecord(core, record && { ...record, generation }, generation)
  shareSession(core)
}

/** Tells the other tabs what this one has learnt about their session. */
export function shareSession({ channel, generation, record }: SessionCore): void {
  channel?.post({ generation, record: JSON.stringify(record) })
}

/** Returns whether the session has changed since this page last heard of it. */
export function isBehind(core: SessionCore): boolean {
  return core.generation < readCounter(core).generation
}

/**
 * Takes the newest session, from storage at once or else from a tab that is alive. Where no tab has it
 * any more, the page stays behind.
 */
export async function catchUpWithTabs(core: SessionCore): Promise<void> {
  restoreSession(core)
  const { generation, user } = readCounter(core)
  if (user === '') {
    if (isBehind(core)) holdRecord(core, undefined, generation)
    return
  }
  // Asked even when not behind: what is kept in memory only may be missing here.
  core.channel?.post('ask')
  if (!isBehind(core)) return
  await new Promise<void>((resolve) => {
    core.waiting = [...core.waiting, resolve]
    core.ims.clock.setTimer(resolve, longestAnswerMs)
  })
  // The user who has signed in since is another one, whose tabs are gone.
  if (isBehind(core) && core.record && user !== userOf(core.record)) {
    holdRecord(core, undefined, core.generation)
  }
}

function receive(core: SessionCore, message: unknown): void {
  if (message === 'ask') {
    if (core.record && !isBehind(core)) shareSession(core)
  } else if (isJsonObject(message) && typeof message.generation === 'number') {
    follow(core, message.generation, message.record)
  }
}

function follow(core: SessionCore, generation: number, text: unknown): void {
  const told = parseSessionRecord(text)
  const isUnderstood = told !== undefined || text === undefined
  if (!isUnderstood || !isNewer(core, generation, told)) return
  const isSame = generation === core.generation
  // Of one session each tab may know what others do not: the profile, a refresh token.
  holdRecord(core, told && { ...(isSame && core.record), ...told }, generation)
  for (const resolve of core.waiting) resolve()
  core.waiting = []
}

/** Where two tabs have changed the session at once, all must come to choose the same. */
function isNewer(core: SessionCore, generation: number, told: SessionRecord | undefined): boolean {
  if (generation !== core.generation || !told) return generation >= core.generation
  return core.record !== undefined && told.state >= core.record.state
}

function readCounter(core: SessionCore): { readonly generation: number; readonly user: string } {
  const [generation = '', ...user] =
    core.sharedStorage.getItem(counterKeyOf(core))?.split(' ') ?? []
  return { generation: Number(generation) || 0, user: user.join(' ') }
}

function counterKeyOf({ key }: SessionCore): string {
  return `${key}:generation`
}

/** Empty when no user is signed in. */
function userOf(record: SessionRecord | undefined): string {
  return record ? (record.subject ?? 'unknown') : ''
}
