import { type JsonFields, parseJson, type ReceivedResponse } from '@mudbrick/http'
import { type AemProblem, parseAemProblem } from './aem-problem.ts'
import { readAemJson } from './aem-request.ts'

/** What AEM answers about several folders: 200, whatever became of each. */
export interface BulkAnswer {
  readonly successes: readonly BulkSuccess[]
  readonly errors: readonly BulkError[]
}

/** What AEM says of one folder that it did something to. */
export interface BulkSuccess {
  readonly path: string
  readonly fields: JsonFields
}

/** What AEM says of one folder that it refused; nothing but the prose says of which. */
export interface BulkError {
  readonly problem: AemProblem | undefined
  readonly prose: string
}

/**
 * Reads a bulk answer; also the 409 by which AEM used to refuse a request whose folder exists.
 *
 * @see https://experienceleague.adobe.com/en/docs/experience-cloud-kcs/kbarticles/ka-43462
 */
export function parseBulkAnswer(received: ReceivedResponse): BulkAnswer {
  const { optional, required, within } = readAemJson(received)
  if (received.status === 409 && !optional('errors', 'array')) {
    return { successes: [], errors: [parseError(parseJson(received))] }
  }
  const data = within(required('data', 'object'), 'data')
  const values = data.within(data.required('values', 'object'), 'values')
  return {
    successes: values.required('successes', 'array').map((success, index) => {
      const fields = values.within(success, `successes[${index}]`)
      return { path: fields.required('path', 'string'), fields }
    }),
    errors: (optional('errors', 'array') ?? []).map(parseError),
  }
}

/** What AEM says of one of the asked-for paths, if anything. */
export interface PathAnswer {
  readonly path: string
  readonly success?: BulkSuccess | undefined
  readonly error?: BulkError | undefined
}

/**
 * Finds what AEM says of each asked-for path. Successes carry their path, errors only name one in
 * their prose, and not always that of the folder; what is left over is taken in the order in which
 * the paths were asked for, as long as it is of one kind.
 */
export function matchPaths(paths: readonly string[], answer: BulkAnswer): readonly PathAnswer[] {
  const successes = [...answer.successes]
  const errors = [...answer.errors]
  const answers = new Map<number, PathAnswer>()

  const asked = [...paths.entries()]
  for (const [index, path] of asked) {
    const success = takeFirst(successes, (candidate) => candidate.path === withoutSlash(path))
    if (success) answers.set(index, { path, success })
  }
  // The longest path first: it may begin with a shorter one.
  const open = asked.filter(([index]) => !answers.has(index))
  for (const [index, path] of open.toSorted(([, one], [, other]) => other.length - one.length)) {
    const error = takeFirst(errors, ({ prose }) => isNamed(withoutSlash(path), prose))
    if (error) answers.set(index, { path, error })
  }
  const left = asked.filter(([index]) => !answers.has(index))
  left.forEach(([index, path], position) => {
    if (successes.length === 0) {
      // One error may stand for several folders.
      answers.set(index, { path, error: errors[position] ?? errors.at(-1) })
    } else if (errors.length === 0 && successes.length === left.length) {
      answers.set(index, { path, success: successes[position] })
    }
  })
  return asked.map(([index, path]) => answers.get(index) ?? { path })
}

function parseError(json: unknown): BulkError {
  const prose = JSON.stringify(json)
  return { problem: parseAemProblem(prose), prose }
}

function takeFirst<Item>(list: Item[], isIt: (item: Item) => boolean): Item | undefined {
  const index = list.findIndex(isIt)
  return index === -1 ? undefined : list.splice(index, 1)[0]
}

function withoutSlash(path: string): string {
  return path.replace(/(.)\/$/, '$1')
}

/** Whether a text names a path, and not only one that begins with it. */
function isNamed(path: string, text: string): boolean {
  const [, ...rests] = text.split(path)
  return rests.some((rest) => /^(?:$|\.$|\.?[\s"',;:)])/.test(rest))
}
