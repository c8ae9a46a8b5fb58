import type { SourceFact } from '@mudbrick/doctor'

/** Files that are read only for what they do to addresses. */
export function isOfOtherLanguage(file: string): boolean {
  return /\.(?:py|java|kt|go|php|rb|cs)$/.test(file)
}

/** The variables whose slash at the end a program in another language takes care of. */
export function readOtherLanguage(
  { file, text }: { readonly file: string; readonly text: string },
  variables: Readonly<Record<string, string | undefined>>,
): readonly SourceFact[] {
  if (!joins.test(text)) return []
  return Object.keys(variables)
    .filter((name) => text.includes(name))
    .map((name) => ({ kind: 'host-trimmed', name, file, line: 1, runsIn: 'server' }))
}

const joins =
  /\burljoin\(|rstrip\(\s*["']\/|removesuffix\(\s*["']\/|TrimRight\(|TrimSuffix\(|TrimEnd\(|rtrim\(|chomp\(\s*["']\/|JoinPath\(|\.resolve\(|\/\+?\$/
