/** Parses an absolute URL, or one that is relative to a base; undefined for anything else. */
export function parseUrl(value: string | URL, base?: string): URL | undefined {
  // URL.canParse and URL.parse came to browsers late.
  try {
    return new URL(value, base)
  } catch {
    return undefined
  }
}
