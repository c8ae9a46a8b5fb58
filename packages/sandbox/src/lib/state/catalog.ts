import type { Seed, SeedProduct, SeedStores } from '../seed/seed.ts'
import { generateProducts } from './generated-products.ts'

/** A product of Commerce. */
export interface Product extends SeedProduct {
  readonly id: number
}

/** The products of Commerce, ordered by id. */
export interface Catalog {
  all(): readonly Product[]
  /** SKUs are told apart without regard to case. */
  bySku(sku: string): Product | undefined
}

/** Nothing changes them, so they are made when they are first asked for, and once. */
export function createCatalog(seed: Pick<Seed, 'products'>): Catalog {
  let products: ReadonlyMap<string, Product> | undefined
  const known = (): ReadonlyMap<string, Product> => {
    products ??= new Map(
      [...seed.products, ...generateProducts()].map((product, index) => [
        product.sku.toLowerCase(),
        { ...product, id: index + 1 },
      ]),
    )
    return products
  }
  return {
    all: () => [...known().values()],
    bySku: (sku) => known().get(sku.toLowerCase()),
  }
}

/** What a customer sees: a language and a currency. */
export type StoreView = SeedStores['storeViews'][number]

/** Where Commerce sells. */
export interface Stores extends SeedStores {
  viewByCode(code: string): StoreView | undefined
  viewById(id: string): StoreView | undefined
}

export function createStores({ stores }: Pick<Seed, 'stores'>): Stores {
  const { storeViews } = stores
  return {
    ...stores,
    viewByCode: (code) => storeViews.find((view) => view.code === code),
    viewById: (id) => storeViews.find((view) => String(view.id) === id),
  }
}
