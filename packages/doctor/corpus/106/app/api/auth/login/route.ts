import { cookies } from 'next/headers'
import { randomBytes } from 'node:crypto'
import { NextResponse } from 'next/server'

export async function GET() {
  const state = randomBytes(24).toString('base64url')
  ;(await cookies()).set('ims_state', state, { httpOnly: true, secure: true, sameSite: 'lax' })
  const url = new URL('https://ims-na1.adobelogin.com/ims/authorize/v2')
  url.searchParams.set('client_id', process.env.IMS_CLIENT_ID!)
  url.searchParams.set('redirect_uri', process.env.IMS_REDIRECT_URI!)
  url.searchParams.set('scope', process.env.IMS_SCOPES!)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('state', state)
  return NextResponse.redirect(url)
}
