import { generateId } from '../../effects.ts'
import { isUserCredential } from '../../state/credential.ts'
import { findBrowserSession } from '../authorization/cookies.ts'
import { readClientForm } from '../client-form.ts'
import type { ImsContext } from '../ims-context.ts'
import { accessTokenLifetimeMs, expiresIn, imsAnswer, imsError } from '../ims-answer.ts'
import { createProfile } from '../profile.ts'
import { registeredOrigins } from '../redirect-uri-pattern.ts'
import { foreignScopes, parseScopes } from '../scope.ts'

/**
 * `POST /ims/check/v6/token`, as Adobe's browser library calls it: an access token and the profile of the user
 * who is signed in at IMS in this browser, named by the cookie alone. Its errors are inferred from what that library reads.
 */
export async function browserSessionTokenEndpoint(context: ImsContext): Promise<Response> {
  const { request, services, hint } = context
  const { users, consents, accessTokens } = services.state
  const { parameters, credential, respond } = await readClientForm(context)

  // Adobe's browser library names the client in query and form at once.
  if (parameters === undefined) {
    hint('parameters_unreadable')
    return respond(imsError(400, 'invalid_request'))
  }
  if (credential === undefined || !isUserCredential(credential)) {
    hint(
      credential === undefined ? 'client_unknown' : 'client_signs_nobody_in',
      parameters.get('client_id') ?? '',
    )
    return respond(imsError(400, 'invalid_client'))
  }
  // The cookie comes along from every page: nothing is made for one that is not the application's.
  const origin = request.headers.get('origin')
  if (origin !== null && !registeredOrigins(credential).has(origin)) {
    return respond(imsError(401, 'unauthorized'))
  }
  const { clientId } = credential
  const session = findBrowserSession(context)
  const user = session && users.byId(session.userId)
  const scopes = parseScopes(parameters.get('scope'))
  const foreign = foreignScopes(credential, scopes)
  if (foreign.length > 0) {
    hint('scope_unknown', foreign.join(','))
    return respond(imsError(400, 'invalid_scope'))
  }
  if (user === undefined || !consents.covers(user.id, clientId, scopes)) {
    hint(user === undefined ? 'browser_session_missing' : 'consent_missing')
    return respond(imsError(401, 'unauthorized'))
  }
  const accessToken = await accessTokens.issue({
    clientId,
    userId: user.id,
    scopes,
    grantId: generateId(services.randomness),
    lifetimeMs: accessTokenLifetimeMs(context, credential),
  })
  const body = {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: expiresIn(context, credential),
    sid: session?.id,
    ...createProfile(context, user, scopes),
  }
  return respond(imsAnswer(body))
}
