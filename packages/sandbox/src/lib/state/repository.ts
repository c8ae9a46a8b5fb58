import type { Seed, SeedContentFragmentModel } from '../seed/seed.ts'
import { nameOf, parentPathOf, type Folder, type Folders } from './folder.ts'
import { generateContentFragmentModels } from './generated-models.ts'
import { LaggingMap } from './lagging-map.ts'
import type { StateServices } from './state-change.ts'

/** A content fragment of WKND. */
export interface ContentFragment {
  /** A UUID, the same at every start. */
  readonly id: string
  readonly path: string
  readonly title: string
  readonly modifiedAt: string
  readonly modelPath: string
  readonly fields: readonly {
    readonly name: string
    readonly type: string
    readonly values: readonly unknown[]
  }[]
}

/** An asset of the DAM. */
export interface Asset {
  /** `urn:aaid:aem:<uuid>`. */
  readonly assetId: string
  readonly path: string
  readonly metadata: Readonly<Record<string, unknown>>
}

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

/** One content fragment per adventure of WKND's English tree. */
function createAdventureFragments(seed: Seed): readonly ContentFragment[] {
  return adventureFolders(seed).map(({ path, title, name }, index) => ({
    id: uuidOf(0xf0, index),
    path: `${path}/${name}`,
    title,
    modifiedAt: '2022-06-01T17:20:00.000Z',
    modelPath: '/conf/wknd-shared/settings/dam/cfm/models/adventure',
    fields: [
      { name: 'title', type: 'text', values: [title] },
      { name: 'slug', type: 'text', values: [name] },
      { name: 'groupSize', type: 'number', values: [4 + (index % 5)] },
    ],
  }))
}

/** One picture per adventure. */
export function createAdventureAssets(seed: Seed): readonly Asset[] {
  return adventureFolders(seed).map(({ path, title, name }, index) => ({
    assetId: `urn:aaid:aem:${uuidOf(0xa0, index)}`,
    path: `${path}/${name}.jpg`,
    metadata: { 'dc:title': title, 'dc:format': 'image/jpeg' },
  }))
}

function adventureFolders(
  seed: Seed,
): readonly { readonly path: string; readonly title: string; readonly name: string }[] {
  const top = '/content/dam/wknd-shared/en/adventures/'
  return seed.folders
    .filter(({ path }) => path.startsWith(top))
    .map(({ path, title }) => ({ path, title, name: path.slice(top.length) }))
}

/** Visibly made up, and always the same. */
function uuidOf(kind: number, index: number): string {
  const number = index.toString(16).padStart(12, '0')
  return `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number}`
}
