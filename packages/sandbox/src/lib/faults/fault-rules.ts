import { SandboxError } from '../sandbox-error.ts'

/**
 * Checks a fault, whoever wrote it, and takes its `match` apart.
 *
 * @throws {@link SandboxError} `invalid_configuration`, naming the property and what is right.
 */
export function parseFault(fault: object): { readonly method: string; readonly path: string } {
  const match = 'match' in fault ? fault.match : undefined
  const [, method, path] = /^([A-Z]+|\*) (\/\S*|\*)$/.exec(String(match)) ?? []
  if (method === undefined || path === undefined) {
    throw invalid('match', match, 'write a method and a path, such as "POST /ims/token/*"')
  }
  requireMatchable(match, method, path)
  checkEach('', fault, rules)
  return { method, path }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Nobody would notice a fault that no request can meet. */
function requireMatchable(match: unknown, method: string, path: string): void {
  if (method !== '*' && !methods.includes(method)) {
    throw invalid('match', match, `no service has that method: use ${methods.join(', ')} or *`)
  }
  if (path.slice(0, -1).includes('*')) {
    throw invalid('match', match, 'a * may stand only at the end of the path')
  }
  if (/[?#]/.test(path)) throw invalid('match', match, 'write the path alone, without a query')
}

interface Rule {
  readonly isRight: (value: unknown) => boolean
  readonly advice: string
  readonly inner?: Readonly<Record<string, Rule>>
}

function checkEach(above: string, value: object, known: Readonly<Record<string, Rule>>): void {
  for (const [name, item] of Object.entries(value)) {
    const rule = Object.hasOwn(known, name) ? known[name] : undefined
    if (rule === undefined) throw invalidName(above + name, Object.keys(known))
    if (item === undefined) continue
    if (!rule.isRight(item)) throw invalid(above + name, item, rule.advice)
    if (rule.inner !== undefined && isRecord(item)) checkEach(`${above}${name}.`, item, rule.inner)
  }
}

const text = (advice: string): Rule => ({
  isRight: (value) => typeof value === 'string' && value !== '',
  advice,
})
const flag: Rule = { isRight: (value) => typeof value === 'boolean', advice: 'write true or false' }
const wholeNumber = (from: number, to: number, advice: string): Rule => ({
  isRight: (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
  advice,
})

const maxDelayMs = 3_600_000
const milliseconds: Rule = {
  isRight: isDelay,
  advice: 'give milliseconds from 0 to 3600000, or { from, to }',
}

const rules: Readonly<Record<string, Rule>> = {
  match: text('write a method and a path'),
  where: {
    isRight: isRecord,
    advice: 'give an object such as { clientId: "wknd-spa" }',
    inner: {
      clientId: text('write a client id'),
      grantType: text('write a grant type, such as "refresh_token"'),
      origin: {
        isRight: (value) => typeof value === 'string' && /^https?:\/\/[^/?#\s]+$/.test(value),
        advice:
          'write scheme, host and port without a slash behind, such as "https://localhost:3001"',
      },
    },
  },
  status: wholeNumber(200, 599, 'give an HTTP status from 200 to 599'),
  error: {
    isRight: (value) => typeof value === 'string' && /^[\w.-]{1,100}$/.test(value),
    advice: 'write an error code, such as "invalid_grant"',
  },
  body: {
    isRight: (value) =>
      isRecord(value) && typeof value['type'] === 'string' && typeof value['text'] === 'string',
    advice: 'give { type, text }, such as { type: "text/html", text: "<h1>Down</h1>" }',
    inner: {
      type: {
        isRight: (value) => typeof value === 'string' && /^[\w.+-]+\/[\w.+-]+[ -~]*$/.test(value),
        advice: 'write a media type, such as "application/json"',
      },
      text: { isRight: (value) => typeof value === 'string', advice: 'write the body as text' },
    },
  },
  retryAfterSeconds: wholeNumber(0, 31_536_000, 'give whole seconds from 0 to 31536000'),
  malformedJson: flag,
  truncateBodyAt: wholeNumber(0, 2 ** 31, 'give a number of bytes from 0 up'),
  drop: flag,
  loseAnswer: flag,
  delayMs: milliseconds,
  times: wholeNumber(1, Number.MAX_SAFE_INTEGER, 'give a whole number from 1 up'),
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER, 'give a whole number from 0 up'),
  probability: {
    isRight: (value) => typeof value === 'number' && value >= 0 && value <= 1,
    advice: 'give a number from 0 to 1',
  },
}

function isDelay(value: unknown): boolean {
  if (typeof value === 'number') return value >= 0 && value <= maxDelayMs
  if (!isRecord(value)) return false
  const { from, to, ...others } = value
  if (typeof from !== 'number' || typeof to !== 'number') return false
  return from >= 0 && from <= to && to <= maxDelayMs && Object.keys(others).length === 0
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(name: string, value: unknown, advice: string): SandboxError {
  return new SandboxError(
    'invalid_configuration',
    `The fault's ${name} is ${JSON.stringify(value)}: ${advice}.`,
  )
}

function invalidName(name: string, known: readonly string[]): SandboxError {
  return new SandboxError(
    'invalid_configuration',
    `The fault has ${JSON.stringify(name)}, which is unknown: use ${known.join(', ')}.`,
  )
}
