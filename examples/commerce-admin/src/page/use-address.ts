import { useSyncExternalStore } from 'react'

/** The tabs of the page, by what stands for them in its address. */
export const tabIds = ['stores', 'products'] as const

export type TabId = (typeof tabIds)[number]

/** What the page's address says about what to show, so that reload, back and sign-in lead to where the user was. */
export function useAddress(): URLSearchParams {
  const search = useSyncExternalStore(subscribe, () => window.location.search)
  return new URLSearchParams(search)
}

/** Goes to another tab or search of this page, without loading it anew. */
export function showAddress(parameters: URLSearchParams): void {
  const search = parameters.size === 0 ? '' : `?${parameters}`
  if (search === window.location.search) return
  window.history.pushState(null, '', `/${search}`)
  for (const listener of listeners) listener()
}

/** The tab that an address names; stores unless it names one. */
export function parseTab(parameters: URLSearchParams): TabId {
  return tabIds.find((id) => id === parameters.get('tab')) ?? 'stores'
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}
