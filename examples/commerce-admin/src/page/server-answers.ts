/** What the server is set up with, as far as a page may know. */
export interface Settings {
  readonly imsOrigin: string
  readonly commerceOrigin: string
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly redirectUri: string
  /** Whether IMS is the local sandbox, in which nobody should type a real password. */
  readonly isSandbox: boolean
}

/** Who is signed in, if anybody. */
export type Session =
  | {
      readonly status: 'signed-out'
      /** Whether somebody was signed in until their token ended for good. */
      readonly hasExpired: boolean
    }
  | { readonly status: 'signed-in'; readonly name: string; readonly email: string | undefined }

/** What the server says of the user's grant; there is no token in it. */
export interface TokenReport {
  /** False when the token will not be renewed: the user has to sign in again once it has ended. */
  readonly isActive: boolean
  readonly expiresAt: number
  readonly refreshedAt: number
  /** Which process says so, such as `Process 1`. */
  readonly process: string
  readonly processId: number
  /** How many of them there are. */
  readonly processCount: number
  /** What happened to the grant, newest first. */
  readonly events: readonly TokenEvent[]
}

export interface TokenEvent {
  readonly type: string
  readonly at: number
  readonly process: string
}

/** The server of this app answered, and did not do what it was asked. */
export class ServerAnswerError extends Error {
  readonly status: number

  constructor(status: number, detail = `The server of this app answered with HTTP ${status}.`) {
    super(detail)
    this.name = 'ServerAnswerError'
    this.status = status
  }
}

/** Reads an answer that should be JSON of this shape: page and server come from the same build. */
export async function readAnswer<Answer>(response: Response): Promise<Answer> {
  await requireSuccess(response)
  return response.json()
}

/** Rejects with what the server says, unless it has done what it was asked. */
export async function requireSuccess(response: Response): Promise<void> {
  if (response.ok) return
  const problem: { readonly detail?: string } = await response.json().catch(() => ({}))
  throw new ServerAnswerError(response.status, problem.detail)
}
