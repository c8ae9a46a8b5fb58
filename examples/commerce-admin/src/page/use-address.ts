import { useSyncExternalStore } from 'react'

/** The tabs of the page, by their names in its address. */
export const tabIds = ['stores', 'products', 'sessions'] as const

export type TabId = (typeof tabIds)[number]

/** Returns what the page's address says to show, so that reload, back and sign-in lead to where the user was. */
export function useAddress(): URLSearchParams {
  const search = useSyncExternalStore(subscribe, () => window.location.search)
  return new URLSearchParams(search)
}

/** Goes to another tab or search of this page, without a reload. */
export function showAddress(parameters: URLSearchParams): void {
  const search = parameters.size === 0 ? '' : `?${parameters}`
  if (search === window.location.search) return
  window.history.pushState(null, '', `/${search}`)
  for (const listener of listeners) listener()
}

/** Returns the tab that an address names; stores by default. */
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
