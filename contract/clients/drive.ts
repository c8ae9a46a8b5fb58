import type { AemClient } from '@mudbrick/aem'
import type { CommerceClient, CreateCommerceClientOptions } from '@mudbrick/commerce'
import type { AuthorizationTransaction, ImsClient } from '@mudbrick/ims'

/** What an exchange is filled in with. */
export type Values = Readonly<Record<string, string>>

type ImsOptions = Partial<
  Readonly<Record<'clientId' | 'clientSecret' | 'redirectUri' | 'scopes', string>>
>

/** The clients as the credential and the token of an exchange make them. */
export interface Clients {
  readonly values: Values
  readonly fetch: typeof globalThis.fetch
  readonly spa: (options?: ImsOptions) => ImsClient<'single-page-app'>
  readonly nativeApp: (options?: ImsOptions) => ImsClient<'native-app'>
  readonly webApp: (options?: ImsOptions) => ImsClient<'web-app'>
  readonly service: (options?: ImsOptions) => ImsClient<'server-to-server'>
  readonly aem: (options?: { readonly apiKey: string | undefined }) => AemClient
  readonly commerce: (options?: Partial<CreateCommerceClientOptions>) => CommerceClient
}

/** The members of a JSON answer. */
export type Answer = Readonly<Record<string, unknown>>

/** One call of a client's function that must send the request of an exchange, and what it must read. */
export interface Drive {
  readonly clientFunction: unknown
  readonly run: (clients: Clients) => unknown
  /**
   * Part of the value, or of the error when the exchange is a refusal; a function makes it from the
   * answer that was received.
   */
  readonly reads: unknown
  /** What the client sends beside the request of the exchange, exactly. */
  readonly adds: Additions
}

/** A value that the exchange has itself is the exchange's. */
export interface Additions {
  readonly query?: Values
  readonly headers?: Values
  readonly form?: Values
}

export function drive<ClientFunction extends (...args: never[]) => unknown>(
  clientFunction: ClientFunction,
  run: (call: ClientFunction, clients: Clients) => unknown,
  reads: unknown,
  adds: Additions = {},
): Drive {
  return {
    clientFunction,
    run: (clients) => run(clientFunction, clients),
    reads,
    adds,
  }
}

/** By file of the contract and name of the exchange. */
export type Drives = Readonly<Record<string, Readonly<Record<string, Drive | readonly Drive[]>>>>

/** An address that a client builds for a browser to open. */
export interface Navigation {
  readonly url: URL
  /** What the client checks the answer against, when the answer is one to an authorization request. */
  readonly transaction?: AuthorizationTransaction
}

/** One call of a client's function that must build the request of an exchange as an address. */
export interface NavigationDrive {
  readonly clientFunction: unknown
  readonly build: (clients: Clients) => Navigation | Promise<Navigation>
}

export function navigate<ClientFunction extends (...args: never[]) => unknown>(
  clientFunction: ClientFunction,
  build: (call: ClientFunction, clients: Clients) => Navigation | Promise<Navigation>,
): NavigationDrive {
  return {
    clientFunction,
    build: (clients) => build(clientFunction, clients),
  }
}

export type NavigationDrives = Readonly<Record<string, Readonly<Record<string, NavigationDrive>>>>
