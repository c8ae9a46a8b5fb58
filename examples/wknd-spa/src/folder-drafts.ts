import { deriveFolderName, findNameFault, maxFoldersAtOnce } from './folder-name.ts'

/** A folder that the user is about to create. */
export interface FolderDraft {
  readonly id: number
  readonly title: string
  /** The name, once the user has written one; until then it follows the title. */
  readonly ownName: string | undefined
  /** What AEM said against it the last time. */
  readonly refusal: string | undefined
}

export function createDraft(id: number, title = ''): FolderDraft {
  return { id, title, ownName: undefined, refusal: undefined }
}

export function nameOfDraft({ title, ownName }: FolderDraft): string {
  return ownName ?? deriveFolderName(title)
}

/** What is wrong with each draft, in their order; nothing where nothing is. */
export function findDraftFaults(drafts: readonly FolderDraft[]): readonly (string | undefined)[] {
  const names = drafts.map(nameOfDraft)
  return names.map((name, index) => findNameFault(name, names.slice(0, index)))
}

/** Puts pasted titles in the place of one draft, as many as AEM takes at once. */
export function replaceDraft(
  drafts: readonly FolderDraft[],
  id: number,
  titles: readonly string[],
): readonly FolderDraft[] {
  const firstId = Math.max(...drafts.map((draft) => draft.id)) + 1
  return drafts
    .flatMap((draft) =>
      draft.id === id ? titles.map((title, index) => createDraft(firstId + index, title)) : [draft],
    )
    .slice(0, maxFoldersAtOnce)
}
