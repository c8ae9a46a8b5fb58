import { headers } from 'next/headers'

import { openSessions } from '../lib/sessions.mjs'

/** A page that is made on the server for the signed-in user. */
export default async function Page() {
  const { sessions } = await openSessions()
  const session = await sessions.read(new Request('http://app.test/', { headers: await headers() }))
  return <h1>Hello {session?.profile?.email ?? 'stranger'}</h1>
}
