import type { RoutesContext } from './routes-context.ts'

/** `GET …/session`: says who is signed in, for the page to show. */
export async function showSession(
  { readSession }: RoutesContext,
  request: Request,
): Promise<Response> {
  const { session, expired, setCookie } = await readSession(request)
  const headers = setCookie === undefined ? {} : { 'set-cookie': setCookie }
  if (session) {
    const { profile, scopes, expiresAt, refreshedAt, signedInAt, canRefresh } = session
    const shown = { profile, scopes, expiresAt, refreshedAt, signedInAt, canRefresh }
    return Response.json({ status: 'signed-in', ...shown }, { headers })
  }
  const shown = expired ? { status: 'expired', profile: expired.profile } : { status: 'signed-out' }
  return Response.json(shown, { headers })
}
