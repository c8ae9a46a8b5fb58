import { cookies } from 'next/headers'
import { NextRequest, NextResponse } from 'next/server'
import { keep } from '../../../lib/session'

export async function GET(request: NextRequest) {
  const state = request.nextUrl.searchParams.get('state')
  const jar = await cookies()
  if (state === null || state !== jar.get('ims_state')?.value) return new NextResponse('Start again.', { status: 400 })
  const answer = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${process.env.IMS_CLIENT_ID}:${process.env.IMS_CLIENT_SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code: request.nextUrl.searchParams.get('code') ?? '' }),
  })
  await keep(await answer.json())
  return NextResponse.redirect(new URL('/', request.url))
}
