import { parseProblem } from '@mudbrick/http'

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

/** Reads what AEM says from a body; anything but a JSON object is `undefined`. */
export function parseAemProblem(text: string): AemProblem | undefined {
  const said = parseProblem(text)
  return (
    said && {
      type: said.type?.toString(),
      title: said.title?.toString(),
      // The gateway in front of AEM has a form of its own: { error_code, message }.
      detail: (said.detail ?? said.message)?.toString(),
      instance: said.instance?.toString(),
    }
  )
}

/** The kinds of problem end their URIs so; a problem without URI is known by its title. */
export function kindOf({ type, title }: AemProblem): string {
  const name = type?.slice(type.lastIndexOf('/') + 1) ?? title ?? ''
  return name.toLowerCase().replaceAll(' ', '_')
}
