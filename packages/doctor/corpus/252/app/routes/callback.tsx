import { redirect } from 'react-router'
import { exchange } from '../services/ims.server'
import { getSession, commitSession } from '../services/session.server'
export async function loader({ request }: { request: Request }) {
  const url = new URL(request.url)
  const session = await getSession(request.headers.get('cookie'))
  if (url.searchParams.get('state') !== session.get('state')) throw new Response('Start again.', { status: 400 })
  const tokens = await exchange(url.searchParams.get('code') ?? '')
  session.set('tokens', { ...tokens, until: Date.now() + tokens.expires_in * 1000 })
  return redirect('/', { headers: { 'set-cookie': await commitSession(session) } })
}
