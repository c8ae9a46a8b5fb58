import { loadPackage } from '../node/load-package.ts'

/** An `api.yaml` with these client ids on the list of the author tier too; comments and order stay. */
export function addToAllowList(text: string, clientIds: readonly string[]): string {
  if (clientIds.length === 0) return text
  const document = loadPackage('yaml').parseDocument(text)
  for (const clientId of clientIds) {
    document.addIn(['data', 'allowedClientIDs', 'author'], document.createNode(clientId))
  }
  return String(document)
}
