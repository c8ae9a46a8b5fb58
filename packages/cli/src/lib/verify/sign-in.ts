import { createHash, randomBytes } from 'node:crypto'

import type { CliEnvironment } from '../cli-environment.ts'
import { UsageError } from '../usage-error.ts'
import { compare, compareCallback, type Difference } from './compare.ts'
import type { Exchange } from './contract.ts'
import type { Access } from './plan.ts'
import { type Fetch, send } from './send.ts'
import type { VerifyChoices } from './verify-choices.ts'

/** A signed-in user, and what the sign-in has shown, by the exchange's file and name. */
export interface SignedIn {
  readonly user: NonNullable<Access['user']>
  readonly differences: ReadonlyMap<string, readonly Difference[]>
}

/**
 * Signs the user in with an app of their own: they open an address in a browser, and paste the one they come back to,
 * which works with any redirect URI, also where nothing listens.
 */
export async function signIn(
  { ims, redirectUri }: VerifyChoices,
  { stdout, signal, ask }: CliEnvironment,
  { fetch, exchanges }: { readonly fetch: Fetch; readonly exchanges: readonly Exchange[] },
): Promise<SignedIn> {
  const clientId = process.env['MUDBRICK_VERIFY_APP_CLIENT_ID'] ?? ''
  const secret = process.env['MUDBRICK_VERIFY_APP_CLIENT_SECRET'] ?? ''
  if (clientId === '')
    throw new UsageError(
      '--sign-in needs MUDBRICK_VERIFY_APP_CLIENT_ID: set the client id of your app',
    )
  if (!ask) throw new UsageError('--sign-in needs a terminal: set MUDBRICK_ACCESS_TOKEN instead')
  const state = randomBytes(16).toString('base64url')
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL('/ims/authorize/v2', ims)
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: process.env['MUDBRICK_VERIFY_APP_SCOPES'] ?? 'openid,AdobeID',
    response_type: 'code',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  stdout.line(`  Open this address and sign in:\n\n  ${url.href}\n`)
  const pasted = await ask('Paste the address that you come back to:')
  const answer = URL.parse(pasted?.trim() ?? '')?.searchParams
  const code = answer?.get('code') ?? ''
  if (code === '' || answer?.get('state') !== state) {
    throw new UsageError('That is no address that IMS led back to with this sign-in: start again')
  }
  const answered = await send(
    {
      method: 'POST',
      url: '{ims}/ims/token/v3',
      ...(secret !== '' && {
        headers: {
          authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
        },
      }),
      form: {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: redirectUri,
        ...(secret === '' && { client_id: clientId }),
      },
    },
    { ims },
    { fetch, signal },
  )
  const token = readToken(answered.text)
  if (token === undefined)
    throw new UsageError(
      'IMS gave no token for the code: check the app’s type and secret, and start again',
    )
  const own = exchanges.filter(({ live, request }) => live === 'sign-in' && isFor(request, secret))
  const parameters = { ...Object.fromEntries(answer ?? []), state: stateOfContract(own) }
  return {
    user: { accessToken: token, clientId },
    differences: new Map(
      own.map(({ file, name, response }) => [
        `${file} ${name}`,
        response.locationParameters
          ? compareCallback(parameters, response)
          : compare(answered, response, { values: {}, isContent: false }),
      ]),
    ),
  }
}

/** A web app sends its secret by Basic authentication. */
function isFor({ headers }: Exchange['request'], secret: string): boolean {
  return (headers?.['authorization'] !== undefined) === (secret !== '')
}

/** The state that came back was ours; the contract has another in its place. */
function stateOfContract(exchanges: readonly Exchange[]): string {
  const [state = ''] = exchanges.flatMap(({ response }) => {
    const wanted = response.locationParameters?.['state']
    return typeof wanted === 'string' ? [wanted] : []
  })
  return state
}

function readToken(text: string): string | undefined {
  try {
    const { access_token: token }: { readonly access_token?: unknown } = JSON.parse(text)
    return typeof token === 'string' ? token : undefined
  } catch {
    return undefined
  }
}
