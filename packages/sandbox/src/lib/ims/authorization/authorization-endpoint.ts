import { firstAnswer } from '../../wire/checks.ts'
import type { ImsContext } from '../ims-context.ts'
import { createJwtShapedCode } from '../jwt/jwt-shaped-code.ts'
import { AuthorizationContext } from './authorization-context.ts'
import { redirectToClient } from './authorization-response.ts'
import { requestChecks } from './request-checks.ts'
import { checkBrowserSession, checkConsent } from './user-checks.ts'

/**
 * `GET /ims/authorize/v2` (RFC 6749 §4.1.1): signs the user in, asks for consent, and sends the browser
 * back with a code.
 */
export async function authorizationEndpoint(ims: ImsContext): Promise<Response> {
  const context = new AuthorizationContext(ims)
  const checks = [...requestChecks, checkBrowserSession, checkConsent]
  return (await firstAnswer(checks, context)) ?? respondWithCode(context)
}

function respondWithCode(context: AuthorizationContext): Response {
  const { services, credential, user, scopes, redirectUri } = context
  const code = createJwtShapedCode(services, {
    clientId: credential.clientId,
    userId: user.id,
    scopes,
    lifetimeMs: services.behavior.authorizationCodeLifetimeMs,
  })
  services.state.authorizationCodes.keep(code, {
    clientId: credential.clientId,
    userId: user.id,
    scopes,
    nonce: context.parameters.get('nonce'),
    signedInAt: context.signedInAt,
    requestedRedirectUri: context.parameters.get('redirect_uri'),
    redirectUri: redirectUri.uri,
    codeChallenge: context.codeChallenge,
  })
  return redirectToClient(context, { code })
}
