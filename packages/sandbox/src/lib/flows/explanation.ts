import type { Exchange } from '../journal/exchange.ts'
import type { FlowProblem } from './flow.ts'

/** One exchange of the journal with everything explained: `flows.explain`. */
export interface Explanation {
  /** The exchange itself, secrets as fingerprints. */
  readonly exchange: Exchange
  /** The id of the flow that it belongs to. */
  readonly flow: string
  /** What it is, in a few words: `Authorization request`. */
  readonly title: string
  /** What it is for. */
  readonly about: Sentence
  readonly request: ExplainedPart
  /** Missing when the connection ended without an answer. */
  readonly response?: ExplainedPart
  /** What was checked, step by step: in the order in which it was. */
  readonly checks: readonly ExplainedCheck[]
  /** The tokens and codes that it carried, decoded. */
  readonly tokens: readonly DecodedToken[]
  readonly problems: readonly FlowProblem[]
  /** Whether it holds secrets that `flows.reveal` can show. */
  readonly hasSecrets: boolean
  /** The same request for a terminal; a secret stands as a variable of the shell. */
  readonly curl: string
}

/** A statement and where it is from. */
export interface Sentence {
  readonly text: string
  readonly source: Source
}

/** A section of an RFC, a page of Adobe, or a document of Mudbrick's where no public one says it. */
export interface Source {
  /** `RFC 6749 §4.1.1`, `Adobe: User authentication, IMS`. */
  readonly name: string
  readonly url: string
}

/** A request or an answer. */
export interface ExplainedPart {
  /** `GET https://…/ims/authorize/v2`, `302 Found`. */
  readonly line: string
  readonly fields: readonly ExplainedField[]
  /** The body as it may be shown: JSON as a value, all else as text. Missing when it is a form, or when there is none. */
  readonly body?: unknown
  /** What is missing of the body and why: binary, longer than what is kept, cut by a fault. */
  readonly bodyNote?: string
}

/** A parameter, a header or a member of JSON. */
export interface ExplainedField {
  readonly place: FieldPlace
  /** Its name; a member of JSON as a path: `items[].id`. */
  readonly name: string
  /** Its value as it may be shown. */
  readonly value: string
  /** Whether the value holds a secret, shown as a fingerprint `<name 1a2b3c4d>`. */
  readonly isSecret: boolean
  /** What it is for; missing for what has no meaning here. */
  readonly about?: Sentence
  /** The value in words, where it is a date, a span or a list: `24 hours`. */
  readonly inWords?: string
  /** The codes of the problems that are about it. */
  readonly problems: readonly string[]
}

/** `redirect-query` and `redirect-fragment`: a parameter of the address in the answer's `Location`. */
export type FieldPlace =
  | 'query'
  | 'form'
  | 'header'
  | 'cookie'
  | 'json'
  | 'redirect-query'
  | 'redirect-fragment'

/** One question that was answered from the request and what the sandbox knew then. */
export interface ExplainedCheck {
  readonly kind: CheckKind
  /** `PKCE: does the verifier belong to the challenge?` */
  readonly title: string
  readonly verdict: CheckVerdict
  /** The answer in a sentence. */
  readonly summary: string
  /** How it was found out, in order. */
  readonly steps: readonly CheckStep[]
  readonly source: Source
}

export type CheckKind =
  | 'pkce'
  | 'redirect-uri'
  | 'scopes'
  | 'cors'
  | 'allow-list'
  | 'right'
  | 'access-token'

/** `unknown`: what it needs is no longer in the journal. */
export type CheckVerdict = 'passed' | 'failed' | 'weak' | 'unknown'

/** One step of a check. */
export interface CheckStep {
  /** `The pattern https://localhost:3001/callback`, `aem.folders`. */
  readonly what: string
  /** What came of it, in a few words: `matches`, `does not match`, `granted`, `not granted`. */
  readonly result: string
  readonly verdict: CheckVerdict | 'skipped'
}

/** A JWT that an exchange carried, without its signature. */
export interface DecodedToken {
  /** What it is: `access_token`, `id_token`, `code`, `refresh_token`, `bearer`. */
  readonly name: string
  readonly part: 'request' | 'response'
  /** As it stands in fields and bodies: `<access_token 1a2b3c4d>`. */
  readonly shown: string
  readonly header: readonly DecodedClaim[]
  readonly claims: readonly DecodedClaim[]
  /** When it was issued, in milliseconds since the epoch; what `created_at` or `iat` says. */
  readonly issuedAt?: number
  /** Until when it is valid: `created_at + expires_in`, both in milliseconds, or `exp`. */
  readonly expiresAt?: number
  /** Its lifetime in a sentence: `Issued …, valid for 24 hours, until …`. */
  readonly lifetime?: string
}

/** A member of a token's header or claims. */
export interface DecodedClaim {
  readonly name: string
  readonly value: string
  /** The value in words: a date, a span. */
  readonly inWords?: string
  readonly about?: Sentence
}

/** The raw values of an exchange's secrets: `flows.reveal`. */
export interface RevealedSecrets {
  /** The index of the exchange. */
  readonly exchange: number
  /** Each placeholder that stands in the exchange and its explanation, and what it stands for. */
  readonly secrets: readonly RevealedSecret[]
}

/** A placeholder, and the secret that it stands for. */
export interface RevealedSecret {
  /** `<code 1a2b3c4d>` */
  readonly shown: string
  readonly value: string
}
