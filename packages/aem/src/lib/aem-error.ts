import { HttpError, parseProblem, type Problem, type ReceivedResponse } from '@mudbrick/http'

/**
 * What AEM says about a failure, in the members of problem details.
 *
 * @see https://developer.adobe.com/experience-cloud/experience-manager-apis/guides/how-to/
 */
export type AemProblem = {
  /** Names the kind of problem by a URI. */
  readonly type: string | undefined
  /** Sums up the kind of problem. */
  readonly title: string | undefined
  /** Explains this occurrence. */
  readonly detail: string | undefined
  /** Names this occurrence by a URI. */
  readonly instance: string | undefined
}

/** Reports that AEM answered, and refused. */
export class AemError extends HttpError {
  override get name(): 'AemError' {
    return 'AemError'
  }

  /** Holds what AEM said, if it said it in JSON. */
  override readonly problem: AemProblem | undefined

  constructor(received: ReceivedResponse) {
    const isPage = received.status > 403 && /^\s*</.test(received.text)
    super(received, isPage ? () => hibernationAdvice : adviceFor)
    const said = parseProblem(received.text)
    this.problem = said && {
      type: said.type?.toString(),
      title: said.title?.toString(),
      detail: said.detail?.toString(),
      instance: said.instance?.toString(),
    }
  }
}

/** AEM as a Cloud Service answers with an HTML page while an environment sleeps. */
export const hibernationAdvice =
  'the environment is probably hibernated, so wake it in Adobe Developer Console and try again; if it is awake, check the origin'

/** AEM gives one status, 403, three unlike causes, which only its prose tells apart. */
function adviceFor(status: number, problem: Problem | undefined): string | undefined {
  const detail = String(problem?.detail ?? problem?.title)
  if (status === 401) return 'sign the user in again'
  if (status !== 403) return undefined
  if (/allow-?list/i.test(detail)) {
    return "add the client id to allowedClientIDs in the environment's api.yaml, and deploy that with a config pipeline"
  }
  if (/scope/i.test(detail))
    return 'ask for the missing scope when signing in, such as aem.fragments.management'
  return "give the user a product profile that allows it in Adobe's Admin Console"
}
