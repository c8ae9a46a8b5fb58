import type { OauthRequestOptions } from '@mudbrick/oauth'
import type { ImsClient, ImsCredential } from './ims-client.ts'

/** Says how to send one request to IMS. */
export interface ImsRequestOptions {
  /** Abandons the request; its reason is what the call rejects with. */
  readonly signal?: AbortSignal | undefined
  /** How long the answer may take, body included; the client's own time by default. */
  readonly timeoutMs?: number | undefined
}

/** Joins what the client and the call say about sending a request. */
export function requestOptionsOf(
  { fetch, clock, timeoutMs }: ImsClient<ImsCredential>,
  options: ImsRequestOptions,
): OauthRequestOptions {
  return { fetch, clock, timeoutMs: options.timeoutMs ?? timeoutMs, signal: options.signal }
}
