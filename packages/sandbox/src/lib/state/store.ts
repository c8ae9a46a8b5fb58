import type { Seed, SeedStores } from '../seed/seed.ts'

/** A website of Commerce. */
export type Website = SeedStores['websites'][number]

/** A group of store views that share a catalog. */
export type StoreGroup = SeedStores['storeGroups'][number]

/** What a customer sees: a language and a currency. */
export type StoreView = SeedStores['storeViews'][number]

/** Where Commerce sells. */
export interface Stores {
  readonly websites: readonly Website[]
  readonly groups: readonly StoreGroup[]
  readonly views: readonly StoreView[]
  viewByCode(code: string): StoreView | undefined
  viewById(id: string): StoreView | undefined
}

export function createStores({ stores }: Pick<Seed, 'stores'>): Stores {
  const { websites, storeGroups: groups, storeViews: views } = stores
  return {
    websites,
    groups,
    views,
    viewByCode: (code) => views.find((view) => view.code === code),
    viewById: (id) => views.find((view) => String(view.id) === id),
  }
}
