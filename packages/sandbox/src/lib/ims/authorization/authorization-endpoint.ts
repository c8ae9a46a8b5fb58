import { generateId } from '../../effects.ts'
import type { SignInSubject } from '../../state/token-claims.ts'
import { accessTokenLifetimeMs, expiresIn } from '../ims-answer.ts'
import type { ImsContext } from '../ims-context.ts'
import { createIdToken } from '../jwt/id-token.ts'
import { createJwtShapedSecret } from '../jwt/jwt-shaped-secret.ts'
import {
  createAuthorizationContext,
  firstAnswer,
  type AuthorizationContext,
} from './authorization-context.ts'
import { redirectToClient } from './authorization-response.ts'
import { requestChecks } from './request-checks.ts'
import { checkBetaUser, checkBrowserSession, checkConsent } from './user-checks.ts'

/**
 * `GET /ims/authorize/v2` and `/v1` (RFC 6749 §4.1.1, OpenID Connect Core §3): signs the user in, asks for
 * consent, and sends the browser back with a code, tokens, or both.
 */
export async function authorizationEndpoint(ims: ImsContext): Promise<Response> {
  const context = createAuthorizationContext(ims)
  const checks = [...requestChecks, checkBrowserSession, checkBetaUser, checkConsent]
  return isolateFromOpener(
    context,
    (await firstAnswer(checks, context)) ?? (await respond(context)),
  )
}

/** Whether the sign-in pages cut a popup off from the window that opened it is not public: it can be had both ways. */
function isolateFromOpener({ services }: AuthorizationContext, response: Response): Response {
  const policy = services.behavior.crossOriginOpenerPolicy
  if (policy !== 'none') response.headers.set('cross-origin-opener-policy', policy)
  return response
}

async function respond(context: AuthorizationContext): Promise<Response> {
  const { responseTypes, services } = context
  const grantId = generateId(services.randomness)
  const code = responseTypes.has('code') ? keepCode(context, grantId) : undefined
  const accessToken = responseTypes.has('token')
    ? await issueAccessToken(context, grantId)
    : undefined
  const idToken = responseTypes.has('id_token')
    ? await issueIdToken(context, { code, accessToken })
    : undefined
  return redirectToClient(context, {
    ...(accessToken !== undefined && {
      access_token: accessToken,
      token_type: 'bearer',
      expires_in: String(expiresIn(context, context.credential)),
    }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(code !== undefined && { code }),
  })
}

function keepCode(context: AuthorizationContext, grantId: string): string {
  const { services, redirectUri } = context
  const subject = tokenSubject(context, grantId)
  const code = createJwtShapedSecret(services, {
    ...subject,
    type: 'authorization_code',
    lifetimeMs: services.behavior.authorizationCodeLifetimeMs,
  })
  services.state.authorizationCodes.keep(code, {
    ...subject,
    nonce: context.parameters.get('nonce'),
    signedInAt: context.signedInAt,
    requestedRedirectUri: context.parameters.get('redirect_uri'),
    redirectUri: redirectUri.uri,
    codeChallenge: context.codeChallenge,
  })
  return code
}

function issueAccessToken(context: AuthorizationContext, grantId: string): Promise<string> {
  return context.services.state.accessTokens.issue({
    ...tokenSubject(context, grantId),
    lifetimeMs: accessTokenLifetimeMs(context, context.credential),
  })
}

function tokenSubject(
  { credential, user, scopes, parameters }: AuthorizationContext,
  grantId: string,
): SignInSubject {
  const { clientId } = credential
  return { clientId, userId: user.id, scopes, grantId, state: parameters.get('state') }
}

function issueIdToken(
  context: AuthorizationContext,
  beside: { readonly code: string | undefined; readonly accessToken: string | undefined },
): Promise<string> {
  const { credential, user, signedInAt } = context
  return createIdToken(context, {
    clientId: credential.clientId,
    userId: user.id,
    nonce: context.parameters.get('nonce'),
    signedInAt,
    lifetimeMs: accessTokenLifetimeMs(context, credential),
    ...beside,
  })
}
