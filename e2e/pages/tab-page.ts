/** What a page under test lets a story do with its client library. */
export interface TabPage {
  /** Leaves for IMS. */
  readonly signIn: (prompt?: string) => Promise<unknown>
  /** Finishes the sign-in on the redirect page. */
  readonly finish: () => Promise<unknown>
  readonly getToken: () => Promise<string>
  /** A renewal before it is needed, where the library has a call for one. */
  readonly forceToken?: () => Promise<string>
}

/** What came of several callers who asked for a token at once. */
export interface Calls {
  readonly tokens: readonly string[]
  readonly errors: readonly string[]
  readonly tookMs: number
}

/** What a story finds in a page, as `tab`. */
export interface Tab extends TabPage {
  /** Asks so many times at one moment of the machine's clock, so that several tabs begin together. */
  readonly call: (callers: number, at: number, how?: 'getToken' | 'forceToken') => Promise<Calls>
  /** The same as soon as the browser lets a frozen page run again; the page's first listener of all. */
  readonly callOnResume: (callers: number) => void
  readonly callsOnResume: () => Promise<Calls> | undefined
  /** How long the page's timers stood still at most, and what the browser said of it. */
  readonly standstill: () => { readonly longestMs: number; readonly events: readonly string[] }
}

declare global {
  var tab: Tab
}

const ownNow = Date.now.bind(Date)

/** The page's clock, which the story moves for all tabs at once, frozen ones too, by a cookie. */
export function now(): number {
  const [, ahead = 0] = /(?:^|; )ahead=(-?\d+)/.exec(document.cookie) ?? []
  return ownNow() + Number(ahead)
}

/** Moves the whole page's clock, for libraries that take none. */
export function moveDate(): void {
  globalThis.Date = class extends Date {
    constructor(...parts: readonly unknown[]) {
      super(...((parts.length > 0 ? parts : [now()]) as [number]))
    }

    static override now(): number {
      return now()
    }
  } as DateConstructor
}

/** Where this page is sent back to, which says how it keeps its session. */
export const [program = '', variant = ''] = location.pathname.split('/').slice(1)
export const redirectUri: string = `${location.origin}/${program}/${variant}/callback`

/** The IMS that this page was served for. */
export const imsOrigin: string =
  document.querySelector<HTMLMetaElement>('meta[name=ims]')?.content ?? ''

let callersOnResume = 0
let callsOnResume: Promise<Calls> | undefined
let longestMs = 0
let lastTickAt = performance.now()
const events: string[] = []

document.addEventListener('freeze', () => events.push('freeze'))
document.addEventListener('resume', () => {
  events.push('resume')
  if (callersOnResume > 0) callsOnResume = tab.call(callersOnResume, 0)
})
setInterval(() => {
  longestMs = Math.max(longestMs, performance.now() - lastTickAt)
  lastTickAt = performance.now()
}, 20)

export function exposeTab(page: TabPage): void {
  globalThis.tab = {
    ...page,
    call: (callers, at, how = 'getToken') => call(page[how] ?? page.getToken, callers, at),
    callOnResume(callers) {
      callersOnResume = callers
    },
    callsOnResume: () => callsOnResume,
    standstill: () => ({ longestMs, events }),
  }
}

async function call(getToken: () => Promise<string>, callers: number, at: number): Promise<Calls> {
  // The timers of a hidden page are late by up to a second.
  while (document.hidden && ownNow() < at);
  if (ownNow() < at) await new Promise((resolve) => setTimeout(resolve, at - ownNow()))
  const startedAt = performance.now()
  const results = await Promise.allSettled(Array.from({ length: callers }, getToken))
  return {
    tokens: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    errors: results.flatMap((result) =>
      result.status === 'rejected' ? [describe(result.reason)] : [],
    ),
    tookMs: performance.now() - startedAt,
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? `${error.name} ${String(error.code)}` : `${error.name} ${error.message}`
}
