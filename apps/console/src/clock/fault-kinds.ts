import type { Fault } from '@mudbrick/sandbox'

/** Requests that one often wants to break. */
export const endpoints = [
  { match: 'POST /ims/token/*' },
  { match: 'GET /ims/authorize/*' },
  { match: 'GET /ims/userinfo/*' },
  { match: 'POST /ims/revoke' },
  { match: 'GET /adobe/sites/*' },
  { match: 'GET /adobe/folders' },
  { match: 'DELETE /adobe/folders/*' },
  { match: 'GET /rest/*' },
  { match: '* *' },
] as const

/** What can go wrong with a request. */
export interface FaultKind {
  readonly id: string
  readonly name: string
  /** The number that belongs to it. */
  readonly number?: {
    readonly label: string
    readonly from: number
    readonly to: number
    readonly initial: number
  }
  readonly make: (value: number) => Omit<Fault, 'match'>
}

/** What the form offers; the rest of `Fault` is for code. */
export const faultKinds: readonly [FaultKind, ...FaultKind[]] = [
  {
    id: 'status',
    name: 'It is refused with a status',
    number: { label: 'Status', from: 400, to: 599, initial: 503 },
    make: (status) => ({ status }),
  },
  {
    id: 'throttled',
    name: 'It is throttled (429, Retry-After)',
    number: { label: 'Seconds to wait', from: 1, to: 3600, initial: 5 },
    make: (retryAfterSeconds) => ({ status: 429, retryAfterSeconds }),
  },
  {
    id: 'delay',
    name: 'Its answer is late',
    number: { label: 'Milliseconds', from: 1, to: 600_000, initial: 5000 },
    make: (delayMs) => ({ delayMs }),
  },
  { id: 'lost', name: 'It is served, but the answer is lost', make: () => ({ loseAnswer: true }) },
  { id: 'dropped', name: 'The connection ends at once', make: () => ({ drop: true }) },
  {
    id: 'truncated',
    name: 'The answer breaks off',
    number: { label: 'Bytes before that', from: 0, to: 1_000_000, initial: 20 },
    make: (truncateBodyAt) => ({ truncateBodyAt }),
  },
  {
    id: 'malformed',
    name: 'The answer is broken JSON',
    make: () => ({ malformedJson: true }),
  },
]
