import { readFileSync } from 'node:fs'

/** What Mudbrick knows of Adobe, as far as `mudbrick verify` needs it. */
export interface Contract {
  readonly exchanges: readonly ContractExchange[]
  /** Why some exchanges are never replayed: a sentence for each code. */
  readonly notReplayed: Readonly<Record<string, string>>
}

/** An exchange that may be asked of Adobe, or one that must not be. */
export type ContractExchange = Exchange | UnaskedExchange

/** An exchange that is never replayed, because it would change, end or cost something. */
export interface UnaskedExchange {
  readonly file: string
  readonly name: string
  /** The code of the reason. */
  readonly notReplayed: string
}

/** A request to Adobe and the answer that the contract has for it. */
export interface Exchange {
  /** The file of the contract, such as `ims/keys.json`. */
  readonly file: string
  readonly name: string
  readonly live: 'service-credential' | 'needs-token' | 'app' | 'sign-in'
  readonly request: ExchangeRequest
  readonly response: ExchangeResponse
}

/** A request with `{names}` to fill in. */
export interface ExchangeRequest {
  readonly method: string
  readonly url: string
  /** The credential of the sandbox that it is sent for, which tells a Web App from a Single-Page App. */
  readonly credential?: string
  readonly as?: string
  readonly scopes?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: Readonly<Record<string, string>>
  readonly multipart?: Readonly<Record<string, string>>
  readonly json?: unknown
}

/** An answer with `<shapes>` in its body. */
export interface ExchangeResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | null>>
  /** Where a redirect leads, without query and fragment. */
  readonly location?: string
  readonly locationParameters?: Readonly<Record<string, unknown>>
  readonly fragmentParameters?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly page?: string
  readonly tokens?: Readonly<
    Record<string, { readonly header?: unknown; readonly claims?: unknown }>
  >
  readonly item?: unknown
}

export function readContract(): Contract {
  return JSON.parse(readFileSync(new URL('../../../contract.json', import.meta.url), 'utf8'))
}
