/** The settings of the server that the page shows. */
export interface Settings {
  readonly imsOrigin: string
  readonly commerceOrigin: string
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly redirectUri: string
  /** Whether IMS is the local sandbox, where users must not type a real password. */
  readonly isSandbox: boolean
}

/** Who is signed in, if there is a user. */
export type Session =
  | {
      readonly status: 'signed-out'
      /** Whether a user was signed in until the tokens could not be renewed any more. */
      readonly hasExpired: boolean
    }
  | { readonly status: 'signed-in'; readonly name: string; readonly email: string | undefined }

/** What the server reports about the user's grant; it contains no token. */
export interface TokenReport {
  /** False when the token cannot be renewed: the user has to sign in again when it has ended. */
  readonly isActive: boolean
  readonly expiresAt: number
  readonly refreshedAt: number
  /** The process that reports it, such as `Process 1`. */
  readonly process: string
  readonly processId: number
  /** How many processes there are. */
  readonly processCount: number
  /** What happened to the grant, newest first. */
  readonly events: readonly TokenEvent[]
}

export interface TokenEvent {
  readonly type: string
  readonly at: number
  readonly process: string
}

/** Where the user is signed in to this app. */
export interface SessionList {
  /** False when IMS did not say who the user is: the list then contains this session only. */
  readonly isUserKnown: boolean
  /** How many sessions there are; the list contains some of them when there are very many. */
  readonly count: number
  /** This session first, then the others, newest first. */
  readonly sessions: readonly ListedSession[]
}

export interface ListedSession {
  /** Names the session for the server; of no use to other users. */
  readonly label: string
  /** Whether it is the session of this browser. */
  readonly isCurrent: boolean
  /** `ending` when the token cannot be renewed: the session ends with it. */
  readonly status: 'active' | 'ending' | 'ended'
  readonly signedInAt: number
  readonly refreshedAt: number
  readonly expiresAt: number
}

/** The server of this app refused a request, or failed. */
export class ServerAnswerError extends Error {
  readonly status: number

  constructor(status: number, detail = `The server of this app answered with HTTP ${status}.`) {
    super(detail)
    this.name = 'ServerAnswerError'
    this.status = status
  }
}

/** Reads a JSON answer; its shape is not checked, because page and server come from the same build. */
export async function readAnswer<Answer>(response: Response): Promise<Answer> {
  await requireSuccess(response)
  return response.json()
}

/** Rejects with the server's answer, when it refused the request or failed. */
export async function requireSuccess(response: Response): Promise<void> {
  if (response.ok) return
  const problem: { readonly detail?: string } = await response.json().catch(() => ({}))
  throw new ServerAnswerError(response.status, problem.detail)
}
