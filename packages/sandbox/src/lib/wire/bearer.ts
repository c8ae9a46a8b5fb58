/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1); the scheme's case does not matter. */
export function readBearerToken(request: Request): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
}
