/** Exchanges of the journal that belong together, as a row of a list. */
export interface FlowSummary {
  /** The index of its first exchange, as text; it stays the same for as long as the flow is there. */
  readonly id: string
  readonly kind: FlowKind
  /** The client id of the application, where a request named one. */
  readonly clientId?: string
  /** The user that it is about, as soon as the wire has said who. */
  readonly user?: FlowUser
  readonly outcome: FlowOutcome
  /** When its first exchange that is still held was answered, in the sandbox's time. */
  readonly startedAt: number
  /** When its newest exchange was answered, in the sandbox's time. */
  readonly endedAt: number
  /** Whether exchanges that it began with are no longer in the journal. */
  readonly isBeginningMissing: boolean
  /** The services that answered, in the order in which they first did. */
  readonly services: readonly FlowService[]
  /** The indexes of its exchanges in the journal, oldest first. */
  readonly exchanges: readonly number[]
  /** What went wrong or is weak, in the order of its messages. */
  readonly problems: readonly FlowProblem[]
  /** The id of the flow whose token it uses: the sign-in of API calls, of a refresh, of a sign-out. */
  readonly startedBy?: string
}

/**
 * `other` is what belongs to none of them: the discovery document, the keys, a path that is not served.
 */
export type FlowKind =
  | 'sign-in'
  | 'silent-renewal'
  | 'refresh'
  | 'service-token'
  | 'api-calls'
  | 'sign-out'
  | 'other'

/** `open`: nothing has failed, and the last step has not come yet. */
export type FlowOutcome = 'open' | 'succeeded' | 'failed'

export interface FlowUser {
  readonly id: string
  /** Missing when the sandbox no longer has the user. */
  readonly email?: string
}

/** The services whose exchanges make flows. */
export type FlowService = 'ims' | 'aem' | 'commerce'

/** Who sends or gets a message; `unknown` where the request does not say what sent it. */
export type FlowParticipant = 'browser' | 'server' | 'unknown' | FlowService

/** A flow with all its messages, as a sequence diagram shows it. */
export interface Flow extends FlowSummary {
  /** Who takes part, in the order of the diagram's columns: the application first. */
  readonly participants: readonly FlowParticipant[]
  /** In the order in which they were sent. */
  readonly messages: readonly FlowMessage[]
}

/** One line of a sequence diagram. */
export type FlowMessage = SeenMessage | ConcludedMessage

/** What every message has. */
export interface MessageBase {
  /** Names it in its flow: `12-request`, `12-response`, `12-before`, `12-after`, `12-beginning`. */
  readonly id: string
  readonly from: FlowParticipant
  /** The same as `from` where something happens within one participant. */
  readonly to: FlowParticipant
  /** What it is, in a few words: `GET /ims/authorize/v2`, `302 with a code`. */
  readonly label: string
  /** The step of Adobe's tutorial that it is, 1 to 6; only in a sign-in as that tutorial describes it. */
  readonly step?: number
  /** What went wrong or is weak here. */
  readonly problems: readonly FlowProblem[]
}

/** A request that came, or the answer that went. */
export interface SeenMessage extends MessageBase {
  readonly evidence: 'seen'
  /** The index of its exchange: `flows.explain` has the rest. */
  readonly exchange: number
  readonly part: 'request' | 'response'
  /** When the exchange was answered, in the sandbox's time. */
  readonly at: number
  /** Of an answer: its status; missing when the connection ended without one. */
  readonly status?: number
  /** Of an answer: how long it took, in real milliseconds. */
  readonly durationMs?: number
  /** The id of the fault that it met. */
  readonly fault?: string
}

/** What the sandbox did not see, and what must have happened between two messages that it saw. */
export interface ConcludedMessage extends MessageBase {
  readonly evidence: 'concluded'
  /** What it follows from, and what cannot be known; one or two sentences. */
  readonly because: string
}

/** What went wrong at a message, or is weak about it. */
export interface FlowProblem {
  /** The code of a hint of the journal, or one of the flows' own; for filters and links. */
  readonly code: string
  /** `failure`: the application did not get what it asked for. */
  readonly severity: 'failure' | 'warning'
  /** What happened, a sentence. */
  readonly what: string
  /** What to change, a sentence. */
  readonly change: string
  /** What of the request it is about: a parameter's name, a scope, an origin. */
  readonly about?: string
  /** The id of the message at which it stands. */
  readonly message: string
  /** The index of the exchange. */
  readonly exchange: number
}

/** Which flows: those that agree with every property given. */
export interface FlowFilter {
  readonly kind?: FlowKind
  /** The client id of the application. */
  readonly app?: string
  /** The e-mail address or the id of the user. */
  readonly user?: string
  /** A service that answered in it. */
  readonly service?: FlowService
  readonly outcome?: FlowOutcome
  /** Text that is looked for in paths, shown parameters, client ids, users, hints; upper and lower case alike. */
  readonly text?: string
  /** Only flows that ended at this instant of the sandbox's time or later, in milliseconds since the epoch. */
  readonly since?: number
  /** How many at most, the newest; 500 by default, 10,000 at most. */
  readonly limit?: number
}

/** Flows as a list. */
export interface FlowList {
  /** Newest beginning first. */
  readonly flows: readonly FlowSummary[]
  /** How many agree with the filter, those beyond the limit too. */
  readonly total: number
  /** How many exchanges have left the journal because newer ones took their place. */
  readonly dropped: number
  /** The client ids of all flows that are held, for a choice. */
  readonly apps: readonly string[]
  /** The users of all flows that are held, for a choice. */
  readonly users: readonly FlowUser[]
}
