import { type Exchange, fill, readOperations } from './exchange.ts'
import type { Replay } from './replay.ts'

/** The IMS to ask, from the environment, or the variables that are missing. */
export interface LiveEnvironment {
  readonly origin: string
  readonly values: Readonly<Record<string, string>>
  /** The variables that are not there, for each kind of exchange. */
  readonly missing: Readonly<Record<'service-credential' | 'needs-token', readonly string[]>>
}

const names = {
  clientId: 'MUDBRICK_LIVE_IMS_CLIENT_ID',
  clientSecret: 'MUDBRICK_LIVE_IMS_CLIENT_SECRET',
  scopes: 'MUDBRICK_LIVE_IMS_SCOPES',
  accessToken: 'MUDBRICK_LIVE_IMS_ACCESS_TOKEN',
  tokenClientId: 'MUDBRICK_LIVE_IMS_ACCESS_TOKEN_CLIENT_ID',
} as const

/** Reads the environment; `MUDBRICK_LIVE_IMS_ORIGIN` names an IMS other than the real one. */
export function readLiveEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): LiveEnvironment {
  const origin = environment['MUDBRICK_LIVE_IMS_ORIGIN'] ?? 'https://ims-na1.adobelogin.com'
  const entries = Object.entries(names).flatMap(([name, variable]) => {
    const value = environment[variable]
    return value === undefined || value === '' ? [] : [[name, value] as const]
  })
  const lacks = (variable: string): boolean => (environment[variable] ?? '') === ''
  return {
    origin,
    values: { ims: origin, ...Object.fromEntries(entries) },
    missing: {
      'service-credential': [names.clientId, names.clientSecret, names.scopes].filter(lacks),
      'needs-token': [names.accessToken, names.tokenClientId].filter(lacks),
    },
  }
}

/** An exchange that may be replayed live, and what the environment lacks for it. */
export interface LiveExchange {
  readonly operation: string
  readonly name: string
  readonly exchange: Exchange
  readonly missing: readonly string[]
}

/** Every exchange of IMS that is harmless at Adobe itself. */
export function readLiveExchanges({ missing }: LiveEnvironment): readonly LiveExchange[] {
  return readOperations('ims').flatMap(({ operation, exchanges }) =>
    exchanges.flatMap((exchange) =>
      // The rest takes an app, other scopes or a browser: mudbrick verify has them.
      (exchange.live === 'service-credential' || exchange.live === 'needs-token') &&
      exchange.request.scopes === undefined &&
      !takesOrganization(exchange)
        ? [{ operation, name: exchange.name, exchange, missing: missing[exchange.live] }]
        : [],
    ),
  )
}

function takesOrganization({ request }: Exchange): boolean {
  return JSON.stringify(request).includes('@AdobeOrg')
}

/** What a live exchange is filled in with: the client of the credential, or that of the user's token. */
export async function prepareLiveReplay(
  { origin, values }: LiveEnvironment,
  { live, request }: Exchange,
): Promise<Replay> {
  const clientId = live === 'needs-token' ? values['tokenClientId'] : values['clientId']
  const filled = {
    ...values,
    clientId: clientId ?? '',
    basic: Buffer.from(`${values['clientId']}:${values['clientSecret']}`).toString('base64'),
  }
  if (!JSON.stringify(request).includes('{serviceToken}')) return { fetch, values: filled }
  const serviceToken = await requestServiceToken(origin, filled)
  return { fetch, values: { ...filled, serviceToken } }
}

let newestServiceToken: Promise<string> | undefined

/** One token for the whole run: Adobe throttles a client that asks for too many. */
function requestServiceToken(
  origin: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  newestServiceToken ??= fetch(`${origin}/ims/token/v3`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: fill('{clientId}', values),
      client_secret: fill('{clientSecret}', values),
      scope: fill('{scopes}', values),
    }),
  })
    .then((response) => response.json() as Promise<{ readonly access_token?: string }>)
    .then(({ access_token: token }) => {
      if (token === undefined) throw new Error(`${origin} gave no token for the credential.`)
      return token
    })
  return newestServiceToken
}
