/** Why the control API did not do what it was asked for. */
export class ControlFailure extends Error {
  /** The status of its answer; 0 when there was none. */
  readonly status: number
  /** `session_stale`, `control_off`, `unreachable` …; what a page can act on. */
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.name = 'ControlFailure'
    this.status = status
    this.code = code
  }
}

/** Whether asking again would bring the same answer. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ControlFailure && error.status >= 400 && error.status < 500
}

/** What is said of an error, in a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something went wrong that has no name.'
}
