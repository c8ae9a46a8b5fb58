import type { Seed } from '../seed/seed.ts'

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

/** One content fragment per adventure of WKND's English tree. */
export function createAdventureFragments(seed: Seed): readonly ContentFragment[] {
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
