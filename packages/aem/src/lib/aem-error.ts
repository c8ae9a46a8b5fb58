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

  constructor(received: ReceivedResponse) {
    const problem = parseAemProblem(received.text)
    super(received, () => adviceFor(received, problem))
    this.problem = problem
  }
}

/** AEM as a Cloud Service answers with an HTML page while an environment sleeps. */
export const hibernationAdvice =
  'the environment is probably hibernated, so wake it in Adobe Developer Console and try again; if it is awake, check the origin'

function adviceFor(
  { status, url, text }: ReceivedResponse,
  problem: AemProblem | undefined,
): string | undefined {
  if (status > 403 && /^\s*</.test(text)) return hibernationAdvice
  if (status === 404 && url.includes('/jobs/')) {
    return 'the job was done too long ago, so list the folders to see what became of them'
  }
  if (status === 412) return 'it has changed meanwhile, so read it again first'
  const refusal = findRefusal(status, problem)
  return refusal && adviceAgainst(refusal, url)
}
