import type { Behavior } from '../behavior/behavior.ts'
import type { Deploy } from '../deploy/deploys.ts'
import type { Exchange } from '../journal/exchange.ts'
import type { Journal } from '../journal/journal.ts'
import type { StateChange, StateChanges } from '../state/state-change.ts'

/** Something that happened in the sandbox; it never holds a secret. `type` tells which it is. */
export type SandboxEvent = Change & {
  /** When, in the sandbox's time: milliseconds since the epoch. */
  readonly at: number
}

/** What happens beside changes of what the sandbox remembers. */
export type RunChange =
  | { readonly type: 'exchange'; readonly exchange: Exchange }
  | { readonly type: 'behavior'; readonly rows: Partial<Behavior> }
  | { readonly type: 'clock'; readonly now: number }
  | {
      readonly type: 'fault'
      readonly action: 'added' | 'removed'
      readonly id: string
      readonly match: string
    }
  | { readonly type: 'aem-configuration' }
  | { readonly type: 'deploy'; readonly deploy: Deploy }
  | { readonly type: 'journal'; readonly action: 'cleared' }
  | { readonly type: 'reset' }
  | { readonly type: 'restore' }

type Change = StateChange | RunChange

/** What happens in the sandbox, as it happens. */
export interface SandboxEvents {
  /** Is told of each event, until the function that it gives is called. */
  subscribe(listener: (event: SandboxEvent) => void): () => void
}

/** The events, and who makes them known. */
export interface AnnouncingEvents extends SandboxEvents, StateChanges {
  /** Events are only described while there is a listener. */
  tell(describe: () => readonly Change[]): void
}

export interface EventsOptions {
  readonly now: () => number
  /** Exchanges are events too; the journal is only listened to while there is a listener here. */
  readonly subscribeToJournal: Journal['subscribe']
}

export function createEvents({ now, subscribeToJournal }: EventsOptions): AnnouncingEvents {
  const listeners = new Set<(event: SandboxEvent) => void>()
  const tell: AnnouncingEvents['tell'] = (describe) => {
    if (listeners.size === 0) return
    for (const change of describe()) {
      const event = { ...change, at: now() }
      for (const listener of listeners) inform(listener, event)
    }
  }
  let stopJournal: (() => void) | undefined
  return {
    tell,
    subscribe: (listener) => {
      // A function of its own, so that the same listener may come twice.
      const own = (event: SandboxEvent): void => listener(event)
      listeners.add(own)
      stopJournal ??= subscribeToJournal((exchange) => tell(() => [{ type: 'exchange', exchange }]))
      return () => {
        listeners.delete(own)
        if (listeners.size > 0) return
        stopJournal?.()
        stopJournal = undefined
      }
    },
  }
}

/** A listener that fails fails for itself, not for the request that it is told of. */
function inform(listener: (event: SandboxEvent) => void, event: SandboxEvent): void {
  try {
    listener(event)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
