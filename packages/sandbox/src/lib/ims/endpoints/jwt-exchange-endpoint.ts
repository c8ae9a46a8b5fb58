import { imsError } from '../ims-error.ts'

/** `POST /ims/exchange/jwt`: its credentials were retired in 2025 and 2026; that it now says so in this way is inferred. */
export function jwtExchangeEndpoint(): Response {
  return imsError(
    400,
    'invalid_client',
    'The Service Account (JWT) credential is retired: use OAuth Server-to-Server.',
  )
}
