import type { Page } from './page.ts'
import type { SessionWarning } from './session-warning.ts'

/** Gives the window that this code runs in; undefined on a server. */
export function getDefaultPage(): Page | undefined {
  if (typeof window === 'undefined') return undefined

  return {
    getAddress: () => new URL(window.location.href),
    navigate: (address) => window.location.assign(address),
    // The state goes along, since routers keep theirs in it.
    replaceAddress: (address) => window.history.replaceState(window.history.state, '', address),
    monotonicNow: () => performance.now(),
    onVisible: (listener) =>
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') listener()
      }),
    onReturn: (listener) =>
      window.addEventListener('pageshow', (event) => {
        if (event.persisted) listener()
      }),
    openSessionStorage: () => window.sessionStorage,
  }
}

/** Says a warning where developers look. */
export function warnOnConsole({ message, cause }: SessionWarning): void {
  console.warn(message, cause)
}
