import { SignJWT } from 'jose'

import type { AuthorizationCodeGrant } from '../../state/authorization-code.ts'
import type { ImsContext } from '../ims-context.ts'

/** The ID token of a code exchange (OpenID Connect Core §2); its issuer is that of discovery, without `/ims`. */
export function createIdToken(context: ImsContext, grant: AuthorizationCodeGrant): Promise<string> {
  const { clock, behavior, signingKeys } = context.services
  const issuedAt = Math.floor(clock.now() / 1000)
  return new SignJWT({
    iss: context.origins.ims,
    sub: grant.userId,
    aud: grant.clientId,
    iat: issuedAt,
    exp: issuedAt + Math.floor(behavior.accessTokenLifetimeMs / 1000),
    auth_time: Math.floor(grant.signedInAt / 1000),
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
  })
    .setProtectedHeader({
      alg: 'RS256',
      x5u: `${signingKeys.idToken.kid}.cer`,
      kid: signingKeys.idToken.kid,
    })
    .sign(signingKeys.idToken.privateKey)
}
