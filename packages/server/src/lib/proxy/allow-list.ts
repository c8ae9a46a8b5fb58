import { ConfigurationError } from '@mudbrick/http'

/** The verdict of an allow-list on a request. */
export type Verdict = 'allowed' | 'not_allowed' | 'unclear_path'

/**
 * Compiles patterns such as `GET /V1/products/*`.
 *
 * @throws {@link ConfigurationError} for an invalid pattern.
 */
export function createAllowList(
  allow: readonly string[],
): (method: string, path: string) => Verdict {
  if (!Array.isArray(allow))
    throw createAllowError(`is ${JSON.stringify(allow)}, which is not a list`)
  if (allow.length === 0) {
    throw createAllowError('is empty, so that nothing would pass')
  }
  const rules = allow.map(parseRule)

  return (method, path) => {
    const readings = listReadings(path)
    if (readings === undefined) return 'unclear_path'
    const asked = method === 'HEAD' ? 'GET' : method
    const isAllowed = readings.every((reading) =>
      rules.some(({ methods, pattern }) => methods.includes(asked) && pattern.test(reading)),
    )
    return isAllowed ? 'allowed' : 'not_allowed'
  }
}

interface Rule {
  readonly methods: readonly string[]
  readonly pattern: RegExp
}

function parseRule(text: string): Rule {
  const [, methods = '', path = ''] = /^([A-Z]+(?:,[A-Z]+)*) (\/\S*)$/.exec(text) ?? []
  const segments = path.slice(1).split('/')
  if (methods === '' || !segments.every(isSegmentPattern)) {
    throw createAllowError(`has ${JSON.stringify(text)}, which is not a method and a path`)
  }
  return { methods: methods.split(','), pattern: new RegExp(`^${segments.map(compile).join('')}$`) }
}

function createAllowError(problem: string): ConfigurationError {
  return new ConfigurationError(
    'invalid_option',
    'allow',
    `allow ${problem}: give patterns such as "GET /V1/products/*" or "GET,POST /V1/carts/**", with * for one part of a path and ** at the end for any number.`,
  )
}

/** A character that has to be encoded in a path cannot be in a pattern: it has several spellings. */
function isSegmentPattern(segment: string, index: number, all: readonly string[]): boolean {
  const isLast = index === all.length - 1
  if (segment === '*') return true
  if (segment === '**' || segment === '') return isLast
  return /^[\w.~!$&'()+,=:@-]+$/.test(segment) && segment !== '.' && segment !== '..'
}

function compile(segment: string): string {
  if (segment === '*') return '/[^/]+'
  if (segment === '**') return '/.+'
  return `/${segment.replace(/[^\w]/g, '\\$&')}`
}

const maxReadings = 4

/**
 * Lists the ways in which a service may read a path: as it is, decoded once, and again if that leaves
 * something to decode. All of them have to be allowed, since it is not known which one the service
 * uses. `undefined` for a path that is not plain in one of them.
 */
function listReadings(path: string): readonly string[] | undefined {
  // Most paths can be read in one way only.
  if (!path.includes('%')) return isPlain(path) ? [path] : undefined
  const decodings = [path]
  for (let last = path; ;) {
    const decoded = decode(last, decodings.length === 1)
    if (decoded === last) break
    if (decoded === undefined || decodings.length === maxReadings) return undefined
    decodings.push(decoded)
    last = decoded
  }
  // A service that decodes before it looks for the end of a path finds one at an encoded ? or #.
  const readings = decodings.flatMap((text) => [text, text.replace(/[?#].*/s, '')])
  return readings.every(isPlain) ? readings : undefined
}

/** Without empty parts, parts that lead elsewhere, and characters that some take for a slash or an end. */
function isPlain(path: string): boolean {
  if (/[\\\p{Cc}]/u.test(path)) return false
  const segments = path.slice(1).split('/')
  return segments.every((segment, index) => {
    // Some servers read `..;/` as `../`.
    const [name = ''] = segment.split(';')
    if (segment === '') return index === segments.length - 1
    return name !== '' && name !== '.' && name !== '..'
  })
}

/** A `%` that encodes nothing is a mistake in the path as it came, and a character of its own after that. */
function decode(reading: string, isFirst: boolean): string | undefined {
  if (!isFirst) {
    return reading.replace(/%([0-7][\da-f])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  }
  try {
    return decodeURIComponent(reading)
  } catch {
    return undefined
  }
}
