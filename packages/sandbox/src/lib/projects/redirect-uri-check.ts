import { isWrittenAsRead } from '../ims/redirect-uri-pattern.ts'
import { findCredentialProblems } from '../seed/credential-rules.ts'
import type { SeedUserCredential } from '../seed/seed.ts'
import { compileRedirectUriPattern } from '../wire/regular-expression.ts'

/** Redirect URIs as they are typed, and an address to try. */
export interface RedirectUriQuestion {
  readonly type: SeedUserCredential['type']
  readonly defaultRedirectUri: string
  readonly redirectUriPatterns: readonly string[]
  /** An address that an application would send. */
  readonly address?: string
}

/** What IMS would say of them. */
export interface RedirectUriVerdict {
  /** What the Developer Console refuses, by member: `defaultRedirectUri`, `redirectUriPatterns[0]`. */
  readonly problems: readonly { readonly member: string; readonly advice: string }[]
  /** What it takes, though it is not what one means. */
  readonly notices: readonly { readonly member: string; readonly advice: string }[]
  /** Where the answer to a request with the address would go. */
  readonly answer?: { readonly address: string; readonly because: string }
}

/** Judges redirect URIs while they are typed, and tells where the answer to an address would go. */
export function judgeRedirectUris(question: RedirectUriQuestion): RedirectUriVerdict {
  const { type, defaultRedirectUri, redirectUriPatterns, address } = question
  const problems = findCredentialProblems({
    type,
    clientId: 'new',
    name: 'new',
    ...(type === 'web-app' && { secrets: ['new'] }),
    defaultRedirectUri,
    redirectUriPatterns,
    scopes: [],
  }).map(({ path, advice }) => ({ member: nameOf(path), advice }))
  const notices = redirectUriPatterns.flatMap((pattern, index) => {
    const member = nameOf(['redirectUriPatterns', index])
    if (problems.some((problem) => problem.member === member)) return []
    const stranger = findStranger(pattern)
    if (stranger === undefined) return []
    const advice = `this pattern also lets ${stranger} through: write two backslashes before each dot of the host`
    return [{ member, advice }]
  })
  if (address === undefined || address === '') return { problems, notices }
  return { problems, notices, answer: findAnswer(question, address) }
}

function nameOf(path: readonly (string | number)[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : key)).join('')
}

/** An address of another host that a pattern matches, since a dot in it is any character. */
function findStranger(pattern: string): string | undefined {
  const [, start = '', host = '', rest = ''] = /^(\^?https?:\/\/)([^/]+)(.*)$/.exec(pattern) ?? []
  if (!/(?<!\\)\./.test(host)) return undefined
  const plainRest = rest.replaceAll(/\.[*+]\$?$/g, 'a').replaceAll(/\\|[\^$]/g, '')
  const stranger = `${start.replace('^', '')}${host.replaceAll(/(?<!\\)\./g, 'x').replaceAll('\\', '')}${plainRest}`
  return matches(pattern, stranger) ? stranger : undefined
}

function findAnswer(
  { defaultRedirectUri, redirectUriPatterns }: RedirectUriQuestion,
  address: string,
): { readonly address: string; readonly because: string } {
  const [plain = ''] = address.split('#', 1)
  if (!isWrittenAsRead(plain)) {
    const because =
      'A browser reads this address differently from how it is written, so that it matches nothing.'
    return { address: defaultRedirectUri, because }
  }
  const pattern = redirectUriPatterns.find((candidate) => matches(candidate, plain))
  if (pattern !== undefined) return { address, because: `It matches the pattern ${pattern}.` }
  if (plain === defaultRedirectUri) return { address, because: 'It is the default redirect URI.' }
  const because = 'It matches no pattern, so that IMS silently takes the default redirect URI.'
  return { address: defaultRedirectUri, because }
}

function matches(pattern: string, address: string): boolean {
  try {
    return compileRedirectUriPattern(pattern, 'The credential').matches(address)
  } catch {
    return false
  }
}
