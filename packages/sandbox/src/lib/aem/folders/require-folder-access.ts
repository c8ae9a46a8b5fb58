import { requireApiKey, requireScope } from '../access.ts'
import type { AemContext } from '../aem-context.ts'

/** What every call of the folders API needs beside a token: its scope and the client's API key. */
export function requireFolderAccess(context: AemContext): Response | undefined {
  return requireScope(context, 'aem.folders') ?? requireApiKey(context)
}
