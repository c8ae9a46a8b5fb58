import { readdirSync, readFileSync } from 'node:fs'

/** One file of the contract: an operation of Adobe's, and exchanges with it. */
export interface Operation {
  readonly operation: string
  readonly exchanges: readonly Exchange[]
}

/** A request to Adobe and the answer it must get. */
export interface Exchange {
  readonly name: string
  readonly source: string
  readonly evidence: 'documented' | 'client-code' | 'third-party' | 'inferred'
  readonly live: 'never' | 'service-credential' | 'needs-token'
  readonly request: ExchangeRequest
  readonly response: ExchangeResponse
}

/** A request with `{names}` to fill in. */
export interface ExchangeRequest {
  readonly method: string
  readonly url: string
  /** The user who signs in before it. */
  readonly as?: string
  /** The scopes to sign in with, when they are not the tutorial's. */
  readonly scopes?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: Readonly<Record<string, string>>
  /** A JSON body, sent as it stands. */
  readonly json?: unknown
}

/** An answer with `<shapes>` in its body. */
export interface ExchangeResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Where a redirect leads, without its query. */
  readonly location?: string
  readonly locationParameters?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  /** The shape of each item of `body.items`. */
  readonly item?: unknown
}

/** The operations of a folder, by file name. */
export function readOperations(): readonly Operation[] {
  return ['ims', 'aem'].flatMap((service) => {
    const folder = new URL(`${service}/`, import.meta.url)
    return readdirSync(folder).map((file) => readOperation(`${service}/${file}`))
  })
}

export function readOperation(file: string): Operation {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Operation
}

/** The text with every `{name}` replaced; an unknown name is a mistake in the contract. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`The contract has no value for {${name}}.`)
    return value
  })
}
