import type { GrantScan, ScanOptions } from '../grant-store.ts'

/** A place among the grant records that are due: those of one instant are told apart by their ids. */
export interface DuePlace {
  readonly dueAt: number
  readonly id: string
}

/** Writes a place as the `next` of a scan. */
export function formatDuePlace({ dueAt, id }: DuePlace): string {
  return `${dueAt}:${id}`
}

/** Reads the `after` of a scan: a place, or what comes before all of them. */
export function parseDuePlace(after: string | undefined): DuePlace {
  if (after === undefined) return { dueAt: -Infinity, id: '' }
  const colon = after.indexOf(':')
  return { dueAt: Number(after.slice(0, colon)), id: after.slice(colon + 1) }
}

/** Creates the result of a scan for due records. */
export function createDueScan(places: readonly DuePlace[], { limit }: ScanOptions): GrantScan {
  const last = places.at(-1)
  return {
    ids: places.map(({ id }) => id),
    next: last && places.length >= limit ? formatDuePlace(last) : undefined,
  }
}

/** Creates the result of a scan in order of ids. */
export function createIdScan(ids: readonly string[], { limit }: ScanOptions): GrantScan {
  return { ids, next: ids.length >= limit ? ids.at(-1) : undefined }
}
