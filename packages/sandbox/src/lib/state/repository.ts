import type { Seed, SeedContentFragmentModel } from '../seed/seed.ts'
import { createAdventureFragments, type Asset, type ContentFragment } from './adventures.ts'
import { nameOf, parentPathOf, type Folder, type Folders } from './folder.ts'
import { generateContentFragmentModels } from './generated-models.ts'
import { LaggingMap } from './lagging-map.ts'
import type { StateServices } from './state-change.ts'

/** The folders a new repository begins with; their ids are the same at every start. */
export function createSeedFolders(seed: Seed): readonly Folder[] {
  const folders = seed.folders.map(({ path, title }, index) => ({
    folderId: `urn:aaid:aem:000000fd-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
    path,
    title,
  }))
  const above = ['/', '/content'].map((path) => ({
    folderId: `urn:aaid:aem:000000fe-0000-4000-8000-${String(path.length).padStart(12, '0')}`,
    path,
    title: nameOf(path) || 'Root',
  }))
  return [...above, ...folders]
}

/** The content fragment models of the repository, ordered by path. */
export function createContentFragmentModels(seed: Seed): readonly SeedContentFragmentModel[] {
  return [...seed.contentFragmentModels, ...generateContentFragmentModels()].toSorted(
    (left, right) => (left.path < right.path ? -1 : 1),
  )
}

/** The content fragments of the repository, ordered by path. */
export interface ContentFragments {
  all(): readonly ContentFragment[]
}

export function createContentFragments(seed: Seed, folders: Folders): ContentFragments {
  const fragments = createAdventureFragments(seed)
  return { all: () => fragments.filter((fragment) => isInFolder(fragment, folders)) }
}

/** The assets of the repository. */
export interface Assets {
  find(assetId: string): Asset | undefined
  /** The asset as a reader finds it, who may see a change later than it was made. */
  seen(assetId: string): Asset | undefined
  /** Whether any lies right or further down under a path. */
  hasUnder(path: string): boolean
  /** Puts a new version of an asset's metadata in the place of the old one. */
  replaceMetadata(assetId: string, metadata: Asset['metadata']): void
  save(): readonly Asset[]
}

export function createAssets(
  known: readonly Asset[],
  folders: Folders,
  services: StateServices,
): Assets {
  const assets = new LaggingMap(
    known.map((asset) => [asset.assetId, asset] as const),
    services,
  )
  const inFolder = (asset: Asset | undefined): Asset | undefined =>
    asset && isInFolder(asset, folders) ? asset : undefined
  return {
    find: (assetId) => inFolder(assets.get(assetId)),
    seen: (assetId) => inFolder(assets.seen.get(assetId)),
    hasUnder: (path) =>
      assets
        .values()
        .some((asset) => asset.path.startsWith(`${path}/`) && isInFolder(asset, folders)),
    replaceMetadata: (assetId, metadata) => {
      const asset = assets.get(assetId)
      if (asset !== undefined) assets.set(assetId, { ...asset, metadata })
    },
    save: () => assets.values(),
  }
}

/** What lay in a folder is gone with it. */
function isInFolder({ path }: { readonly path: string }, folders: Folders): boolean {
  return folders.find(parentPathOf(path)) !== undefined
}
