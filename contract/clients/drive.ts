import type { AemClient } from '@mudbrick/aem'
import type { CommerceClient, CreateCommerceClientOptions } from '@mudbrick/commerce'
import type { ImsClient } from '@mudbrick/ims'

/** The clients as the credential and the token of an exchange make them. */
export interface Clients {
  readonly values: Readonly<Record<string, string>>
  readonly spa: (clientId?: string) => ImsClient
  readonly webApp: (clientSecret?: string) => ImsClient<'web-app'>
  readonly service: (
    options?: Partial<Readonly<Record<'clientSecret' | 'scopes', string>>>,
  ) => ImsClient<'server-to-server'>
  readonly aem: () => AemClient
  readonly commerce: (options?: Partial<CreateCommerceClientOptions>) => CommerceClient
}

/** One call of a client's function that must send the request of an exchange, and what it must read. */
export interface Drive {
  readonly functionName: string
  readonly run: (clients: Clients) => unknown
  /** Part of the value, or of the error when the exchange is a refusal. */
  readonly reads: unknown
  /** What the client sends beside the request of the exchange, exactly. */
  readonly adds: Additions
}

export interface Additions {
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

export function drive<ClientFunction extends (...args: never[]) => unknown>(
  clientFunction: ClientFunction,
  run: (call: ClientFunction, clients: Clients) => unknown,
  reads: unknown,
  adds: Additions = {},
): Drive {
  return {
    functionName: clientFunction.name,
    run: (clients) => run(clientFunction, clients),
    reads,
    adds,
  }
}

/** By file of the contract and name of the exchange. */
export type Drives = Readonly<Record<string, Readonly<Record<string, Drive>>>>
