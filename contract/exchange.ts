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
  readonly live: 'never' | 'service-credential' | 'needs-token' | 'app' | 'sign-in'
  /** Why it is never replayed at Adobe: a code of `not-replayed.json`. */
  readonly notReplayed?: string
  readonly request: ExchangeRequest
  readonly response: ExchangeResponse
}

/** A request with `{names}` to fill in. */
export interface ExchangeRequest {
  readonly method: string
  readonly url: string
  /** The credential that `{clientId}`, `{clientSecret}`, `{basic}`, `{redirectUri}` and `{scopes}` are of; the tutorial's if none is named. */
  readonly credential?: string
  /** The user who signs in before it, and whose browser sends it. */
  readonly as?: string
  /** The scopes to sign in with, when they are not those of the credential's tutorial. */
  readonly scopes?: string
  /** False for a user who has signed in and not yet consented. */
  readonly hasConsented?: boolean
  /** Requests sent before it, by the same browser. */
  readonly before?: readonly ExchangeRequest[]
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** A form in `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>
  /** A form in `multipart/form-data`. */
  readonly multipart?: Readonly<Record<string, string>>
  /** A JSON body, sent as it stands. */
  readonly json?: unknown
}

/** An answer with `<shapes>` in its body. */
export interface ExchangeResponse {
  readonly status: number
  /** Exact values or shapes; `null` for a header that must not be there. */
  readonly headers?: Readonly<Record<string, string | null>>
  /** Where a redirect leads, without query and fragment. */
  readonly location?: string
  readonly locationParameters?: Readonly<Record<string, unknown>>
  /** What the fragment of a redirect has to say, read as a query is. */
  readonly fragmentParameters?: Readonly<Record<string, unknown>>
  /** A shape for JSON, the text itself for anything else but a page. */
  readonly body?: unknown
  /** Words that a page shows. */
  readonly page?: string
  /** The header and claims of tokens, by their name in body, query or fragment. */
  readonly tokens?: Readonly<
    Record<string, { readonly header?: unknown; readonly claims?: unknown }>
  >
  /** The shape of each item of `body.items`. */
  readonly item?: unknown
}

/** The operations of these services, by file name. */
export function readOperations(
  ...services: readonly ('ims' | 'aem' | 'commerce')[]
): readonly Operation[] {
  return listFiles(...services).map(readOperation)
}

/** The files of these services, such as `ims/keys.json`; of all of them when none is named. */
export function listFiles(...services: readonly ('ims' | 'aem' | 'commerce')[]): readonly string[] {
  const wanted = services.length === 0 ? ['ims', 'aem', 'commerce'] : services
  return wanted.flatMap((service) =>
    readdirSync(new URL(`${service}/`, import.meta.url))
      .toSorted()
      .map((file) => `${service}/${file}`),
  )
}

export function readOperation(file: string): Operation {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Operation
}

export function findExchange(file: string, name: string): Exchange {
  const found = readOperation(file).exchanges.find((exchange) => exchange.name === name)
  if (found === undefined) throw new Error(`${file} has no exchange “${name}”.`)
  return found
}

/** The text with every `{name}` replaced; an unknown name is a mistake in the contract. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`The contract has no value for {${name}}.`)
    return value
  })
}
