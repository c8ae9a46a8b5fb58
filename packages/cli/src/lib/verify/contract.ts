import { readFileSync } from 'node:fs'

/** A request to Adobe and the answer that the contract has for it. */
export interface Exchange {
  /** The file of the contract, such as `ims/keys.json`. */
  readonly file: string
  readonly name: string
  readonly live: 'service-credential' | 'needs-token' | 'sign-in'
  readonly request: ExchangeRequest
  readonly response: ExchangeResponse
}

/** A request with `{names}` to fill in. */
export interface ExchangeRequest {
  readonly method: string
  readonly url: string
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
  readonly locationParameters?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly page?: string
  readonly tokens?: Readonly<
    Record<string, { readonly header?: unknown; readonly claims?: unknown }>
  >
  readonly item?: unknown
}

/** The part of the contract that may be asked of Adobe: it reads, and asks for tokens of a service. */
export function readContract(): readonly Exchange[] {
  const { exchanges }: { readonly exchanges: readonly Exchange[] } = JSON.parse(
    readFileSync(new URL('../../../contract.json', import.meta.url), 'utf8'),
  )
  return exchanges
}
