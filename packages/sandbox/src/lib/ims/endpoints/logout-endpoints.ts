import { type Credential, isUserCredential } from '../../state/credential.ts'
import { createCookie, readCookie } from '../../wire/cookies.ts'
import { renderNotice } from '../../wire/notice-page.ts'
import { type Parameters, readQueryAndForm } from '../../wire/parameters.ts'
import { browserSessionCookie } from '../authorization/cookies.ts'
import { authenticateClient, findClient } from '../client-authentication.ts'
import { areSound, readClientForm } from '../client-form.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { emptyAnswer, imsError } from '../ims-answer.ts'
import { registeredOrigins } from '../redirect-uri-pattern.ts'

/**
 * `GET` or `POST /ims/logout/v1`. With `client_secret` it is the back channel: 200 and nothing more. Without, it ends
 * the browser session and leads back to the application.
 *
 * Which addresses Adobe lets it lead to is not public; here it is any page of an origin that the credential has
 * registered, and the default redirect URI for any other address and for `self` (inferred). Without an address, or
 * without a client, it is a page of IMS's own.
 */
export async function logoutEndpoint(context: ImsContext): Promise<Response> {
  const parameters = await readQueryAndForm(context.request)
  if (!areSound(context, parameters)) return imsError(400, 'invalid_request')
  const isBackChannel = parameters.get('client_secret') !== undefined
  const { credential, refusal } = isBackChannel
    ? authenticateClient(context, parameters)
    : { credential: findClient(context, parameters), refusal: undefined }
  if (refusal !== undefined) return refusal
  // A sign-out is never refused.
  const cookie = await signOut(context, parameters.get('access_token'))
  if (isBackChannel) return emptyAnswer()
  if (context.request.method === 'POST' && context.request.headers.has('origin')) {
    // A page's script wants no redirect, only to know that it is done.
    return allowOriginsOf(context, credential, emptyAnswer({ 'set-cookie': cookie }))
  }
  return leadBack(context, { parameters, credential, cookie })
}

function leadBack(
  { services, hint }: ImsContext,
  options: {
    readonly parameters: Parameters
    readonly credential: Credential | undefined
    readonly cookie: string
  },
): Response {
  const { parameters, credential, cookie } = options
  const redirectUri = parameters.get('redirect_uri')
  const clientId = parameters.get('client_id')
  if (clientId !== undefined && credential === undefined) hint('client_unknown', clientId)
  const headers = { 'set-cookie': cookie, 'cache-control': 'no-store' }
  if (redirectUri !== undefined && credential !== undefined && isUserCredential(credential)) {
    const target = URL.parse(redirectUri)
    const isOwn =
      target !== null &&
      target.username + target.password === '' &&
      registeredOrigins(credential).has(target.origin)
    if (!isOwn) hint('logout_redirect_defaulted')
    const location = isOwn ? target.href : credential.defaultRedirectUri
    return new Response(null, { status: 302, headers: { ...headers, location } })
  }
  const notice = { heading: 'You are signed out', text: 'You can close this page.' }
  return renderNotice({ title: 'Signed out', ...notice, headers }, services.randomness)
}

/** `GET` or `POST /ims/logout/v1/token`: signs out without leading anywhere; JSON, or a call of `callback`. */
export async function silentLogoutEndpoint(context: ImsContext): Promise<Response> {
  const { parameters, respond } = await readClientForm(context)
  if (!areSound(context, parameters)) return respond(imsError(400, 'invalid_request'))
  const callback = parameters.get('callback')
  if (callback !== undefined && !isFunctionName(callback)) {
    context.hint('callback_unusable')
    return respond(imsError(400, 'invalid_request'))
  }
  const cookie = await signOut(context, parameters.get('access_token'))
  return respond(
    new Response(callback === undefined ? '{}' : `${callback}({});`, {
      headers: {
        'set-cookie': cookie,
        'cache-control': 'no-store',
        'content-type': callback === undefined ? 'application/json' : 'application/javascript',
        'x-content-type-options': 'nosniff',
      },
    }),
  )
}

/** Anything else in a script could be a script. */
function isFunctionName(text: string): boolean {
  return /^[A-Za-z_$][\w$]{0,63}$/.test(text)
}

/**
 * Ends the browser session, and what the access token stands for: the token itself and the refresh tokens of the
 * same sign-in. Gives the header that takes the cookie away.
 */
async function signOut(
  { request, origins, services: { state } }: ImsContext,
  accessToken: string | undefined,
): Promise<string> {
  state.browserSessions.end(readCookie(request, browserSessionCookie, origins.ims))
  const claims = await state.accessTokens.verify(accessToken)
  if (claims !== undefined) state.accessTokens.revoke(claims)
  if (claims?.sid !== undefined) {
    state.refreshTokens.revoke(claims.sid)
    state.accessTokens.endGrant(claims.sid)
  }
  return createCookie(browserSessionCookie, origins.ims, undefined)
}
