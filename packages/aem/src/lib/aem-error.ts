import { HttpError, type ReceivedResponse } from '@mudbrick/http'
import { type AemProblem, parseAemProblem } from './aem-problem.ts'
import { adviceAgainst, findRefusal } from './refusal.ts'

/** Reports that AEM answered, and refused. */
export class AemError extends HttpError {
  override get name(): 'AemError' {
    return 'AemError'
  }

  /** Holds what AEM said, if it said it in JSON. */
  override readonly problem: AemProblem | undefined
  /** Whether a web page came instead of data, as from an environment that sleeps. */
  readonly isHtml: boolean

  constructor(received: ReceivedResponse) {
    const problem = parseAemProblem(received.text)
    super(received, () => adviceFor(received, problem))
    this.problem = problem
    this.isHtml = isWebPage(received.text)
  }
}

/** AEM as a Cloud Service answers with an HTML page while an environment sleeps. */
export const hibernationAdvice =
  'the environment is probably hibernated, so wake it in Adobe Developer Console and try again; if it is awake, check the origin'

/** A page with another status is a refusal of the network in between. */
export function isAsleep({
  status,
  isHtml,
}: {
  readonly status: number
  readonly isHtml: boolean
}): boolean {
  return isHtml && (status < 400 || status > 403)
}

function isWebPage(text: string): boolean {
  return /^\s*</.test(text)
}

function adviceFor(
  { status, url, text }: ReceivedResponse,
  problem: AemProblem | undefined,
): string | undefined {
  if (isAsleep({ status, isHtml: isWebPage(text) })) return hibernationAdvice
  if (status === 404 && url.includes('/jobs/')) {
    return 'the job was done too long ago, so list the folders to see what became of them'
  }
  if (status === 412) return 'it has changed meanwhile, so read it again first'
  const refusal = findRefusal(status, problem)
  return refusal && adviceAgainst(refusal, url)
}
