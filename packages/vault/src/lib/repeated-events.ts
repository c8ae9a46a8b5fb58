import type { VaultEvent } from './vault-event.ts'

/** An event to write down, and how many equal ones it stands for. */
export interface CountedEvent {
  readonly event: VaultEvent
  /** `undefined` for one. */
  readonly count: number | undefined
}

interface Kind {
  writtenAt: number
  count: number
  last: VaultEvent
}

/** These come with every attempt, and for every grant, until their cause is gone. */
const repeatedTypes = ['misconfigured', 'revocation-failed', 'unreadable']
const intervalMs = 60_000
/** IMS's own codes are among them. */
const maxKinds = 100

/**
 * Lets one event of a kind through in a minute, and the number of those that were held back with the
 * first event after that minute. Events that are not failures always pass.
 */
export function createRepetitionLimit(): (event: VaultEvent) => readonly CountedEvent[] {
  const kinds = new Map<string, Kind>()

  return (event) => {
    const due = takeDue(event.at)
    if (!repeatedTypes.includes(event.type)) return [...due, { event, count: undefined }]
    const name = nameOf(event)
    const kind = kinds.get(name)
    if (kind) {
      kind.count += 1
      kind.last = event
      return due
    }
    kinds.set(name, { writtenAt: event.at, count: 0, last: event })
    return [...due, { event, count: undefined }]
  }

  function nameOf(event: VaultEvent): string {
    const name = `${event.type} ${'code' in event ? event.code : ''}`
    return kinds.has(name) || kinds.size < maxKinds ? name : event.type
  }

  function takeDue(now: number): readonly CountedEvent[] {
    const due: CountedEvent[] = []
    for (const [name, kind] of kinds) {
      // A clock may go back.
      if (Math.abs(now - kind.writtenAt) < intervalMs) continue
      const { last, count } = kind
      if (count === 0) {
        kinds.delete(name)
        continue
      }
      due.push({ event: last, count })
      kind.writtenAt = now
      kind.count = 0
    }
    return due
  }
}
