/** Shortens a repository path in its middle, keeping the beginning and the end that tell it apart. */
export function shortenPath(path: string): string {
  return path.replace('/settings/dam/cfm/models/', '/…/')
}
