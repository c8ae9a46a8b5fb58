import type { FolderError, FolderErrorCode } from '@mudbrick/aem'

/** Says, beside the folder that it is about, why AEM did not create or delete it. */
export function describeFolderRefusal({ code, message }: FolderError): string {
  return sentences[code] ?? message
}

// For the others, AEM's own words say more.
const sentences: Readonly<Partial<Record<FolderErrorCode, string>>> = {
  folder_exists: 'A folder of this name is here already: choose another name.',
  parent_missing: 'The folder that it was to lie in is gone: go up, and look again.',
  folder_missing: 'It was gone already: another user may have deleted it.',
  folder_not_empty:
    'It is not empty, so AEM kept it: choose to delete what lies in it, and try again.',
}
