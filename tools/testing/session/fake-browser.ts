import type { KeyValueStorage, Page, PageChannel } from '@mudbrick/browser'
import { createFakeStorage } from './fake-page.ts'

/** What the tabs of one browser share. */
export interface FakeBrowser {
  readonly localStorage: KeyValueStorage & { readonly items: Map<string, string> }
  /** Joins a page to a channel; it hears nothing while it is not alive. */
  readonly openChannel: (
    name: string,
    receive: (message: unknown) => void,
    isAlive: () => boolean,
  ) => PageChannel
  readonly runExclusively: Page['runExclusively']
}

interface Member {
  readonly name: string
  readonly hear: (message: unknown) => void
}

export function createFakeBrowser(): FakeBrowser {
  const members = new Set<Member>()
  const locks = new Map<string, Promise<unknown>>()

  return {
    localStorage: createFakeStorage(),
    openChannel(name, receive, isAlive) {
      const member: Member = {
        name,
        hear: (message) => {
          if (isAlive() && members.has(member)) receive(message)
        },
      }
      members.add(member)
      return {
        post(message) {
          const copy: unknown = structuredClone(message)
          const others = [...members].filter((other) => other !== member && other.name === name)
          for (const { hear } of others) queueMicrotask(() => hear(copy))
        },
        close: () => members.delete(member),
      }
    },
    runExclusively(name, task, signal) {
      const turn = (locks.get(name) ?? Promise.resolve()).then(() => {
        signal.throwIfAborted()
        return task()
      })
      locks.set(
        name,
        turn.catch(() => {}),
      )
      return turn
    },
  }
}
