import type { FlowGroup } from './flow-group.ts'

/** What ties an exchange to a flow. */
export type TieKind =
  | 'request'
  | 'code'
  | 'accessToken'
  | 'refreshToken'
  | 'refresh'
  | 'calls'
  | 'signOut'
  | 'origin'
  | 'preflight'

/** Which flow the next exchange belongs to. */
export interface Ties {
  find(kind: TieKind, key: string | undefined): FlowGroup | undefined
  /** Nothing happens without a key. */
  tie(kind: TieKind, key: string | undefined, flow: FlowGroup): void
  untie(kind: TieKind, key: string, flow: FlowGroup): void
  /** Lets go all ties of a flow. */
  release(flow: FlowGroup): void
}

export function createTies(): Ties {
  const flows = new Map<string, FlowGroup>()
  const keysOf = new Map<FlowGroup, Set<string>>()
  const untie = (key: string, flow: FlowGroup): void => {
    if (flows.get(key) === flow) flows.delete(key)
  }
  return {
    find: (kind, key) => (key === undefined ? undefined : flows.get(`${kind} ${key}`)),
    tie: (kind, key, flow) => {
      if (key === undefined) return
      const whole = `${kind} ${key}`
      flows.set(whole, flow)
      const keys = keysOf.get(flow) ?? new Set()
      keysOf.set(flow, keys.add(whole))
    },
    untie: (kind, key, flow) => untie(`${kind} ${key}`, flow),
    release: (flow) => {
      for (const key of keysOf.get(flow) ?? []) untie(key, flow)
      keysOf.delete(flow)
    },
  }
}
