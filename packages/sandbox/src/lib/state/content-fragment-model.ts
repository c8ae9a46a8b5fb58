import type { Seed, SeedContentFragmentModel } from '../seed/seed.ts'
import { generateContentFragmentModels } from './generated-models.ts'

/** The content fragment models of the repository, ordered by path. */
export interface ContentFragmentModels {
  all(): readonly SeedContentFragmentModel[]
}

export function createContentFragmentModels(seed: Seed): ContentFragmentModels {
  const models = [...seed.contentFragmentModels, ...generateContentFragmentModels()].toSorted(
    (left, right) => (left.path < right.path ? -1 : 1),
  )
  return { all: () => models }
}
