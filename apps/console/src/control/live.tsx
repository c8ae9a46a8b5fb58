import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, type ReactElement, type ReactNode, use, useEffect, useState } from 'react'

import { call } from './call.ts'
import { ControlFailure } from './control-failure.ts'

/**
 * How the page stands with the sandbox: `live` shows changes as they happen; `lost` waits for it; `missing` has
 * no control session; `off` has no control API at all; `stale` has a session of an earlier run.
 */
export type Connection = 'connecting' | 'live' | 'lost' | 'missing' | 'off' | 'stale'

export interface Live {
  readonly connection: Connection
  /** Tries again now. */
  readonly retry: () => void
}

const LiveContext = createContext<Live>({ connection: 'connecting', retry: () => {} })

/** How the page stands with the sandbox. */
export function useLive(): Live {
  return use(LiveContext)
}

export interface LiveProviderProps {
  readonly children: ReactNode
}

/** Listens to the events of the sandbox for as long as the page is there. */
export function LiveProvider({ children }: LiveProviderProps): ReactElement {
  const queryClient = useQueryClient()
  const [connection, setConnection] = useState<Connection>('connecting')
  const [attempt, setAttempt] = useState(0)
  const retry = (): void => setAttempt((number) => number + 1)

  useEffect(() => {
    const source = new EventSource('/control/events')
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const refresh = createRefresh(queryClient)
    source.addEventListener('open', () => {
      setConnection('live')
      // What happened while the page did not listen is in none of the events.
      void queryClient.invalidateQueries()
    })
    for (const [type, keys] of Object.entries(changedBy)) {
      source.addEventListener(type, () => refresh(keys))
    }
    source.addEventListener('error', async () => {
      if (isOver) return
      const next = await diagnose()
      if (isOver || next === 'live') return
      setConnection(next)
      if (next === 'stale') reloadOnce()
      if (next !== 'lost') return source.close()
      // A browser gives up after an answer that is no stream.
      if (source.readyState === EventSource.CLOSED) {
        timer = setTimeout(() => setAttempt((number) => number + 1), 2000)
      }
    })
    return () => {
      isOver = true
      clearTimeout(timer)
      source.close()
    }
    // A new attempt is a new source.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [attempt, queryClient])

  return <LiveContext value={{ connection, retry }}>{children}</LiveContext>
}

/** What a snapshot holds. */
const remembered: readonly string[] = [
  'users',
  'organizations',
  'apis',
  'credentials',
  'secrets',
  'projects',
  'consents',
  'browserSessions',
  'tokens',
  'aemConfiguration',
]

/** What an event makes old: first parts of the keys of queries. */
const changedBy: Readonly<Record<string, readonly string[]>> = {
  // A fault tells only when it is set and removed, not when a request meets it.
  flow: ['flows', 'flow', 'run', 'faults'],
  journal: ['flows', 'flow', 'run', 'explanation'],
  user: ['users', 'apis'],
  organization: ['organizations', 'apis'],
  credential: ['credentials', 'projects', 'secrets'],
  project: ['projects'],
  consent: ['consents'],
  'browser-session': ['browserSessions'],
  token: ['tokens', 'secrets'],
  deploy: ['aemProject', 'aemConfiguration'],
  'aem-configuration': ['aemConfiguration'],
  clock: ['clock'],
  fault: ['faults'],
  reset: ['flows', 'flow', 'run', 'faults', 'clock', ...remembered],
  restore: remembered,
}

const pauseMs = 300

/** Events come in crowds; the page asks once for what they have changed. */
function createRefresh(queryClient: QueryClient): (keys: readonly string[]) => void {
  const changed = new Set<string>()
  let isWaiting = false
  return (keys) => {
    for (const key of keys) changed.add(key)
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      for (const key of changed) void queryClient.invalidateQueries({ queryKey: [key] })
      changed.clear()
    }, pauseMs)
  }
}

/** A stream of events does not say why it failed, an answer does. */
async function diagnose(): Promise<Connection> {
  try {
    await call('/run')
    return 'live'
  } catch (error) {
    if (!(error instanceof ControlFailure)) return 'lost'
    return failures.get(error.code) ?? (error.status === 401 ? 'missing' : 'lost')
  }
}

const failures: ReadonlyMap<string, Connection> = new Map([
  ['session_stale', 'stale'],
  ['session_missing', 'missing'],
  ['control_off', 'off'],
])

const reloadedAt = 'mudbrick-console-reloaded-at'

/** A new run gives a new session to the page as soon as that is loaded again. */
function reloadOnce(): void {
  try {
    const last = Number(sessionStorage.getItem(reloadedAt) ?? 0)
    if (Date.now() - last < 10_000) return
    sessionStorage.setItem(reloadedAt, String(Date.now()))
    location.reload()
  } catch {
    // Without storage the page might reload for ever: the banner asks the user to.
  }
}

/** Whether this page was loaded again since the sandbox had been started again; says so once. */
export function takeRestart(): boolean {
  try {
    const last = Number(sessionStorage.getItem(reloadedAt) ?? 0)
    return last > 0 && Date.now() - last < 10_000
  } catch {
    return false
  }
}
