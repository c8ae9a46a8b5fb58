export async function POST(request) {
  const { code } = await request.json()
  const response = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id: process.env.NEXT_PUBLIC_IMS_CLIENT_ID,
      client_secret: process.env.IMS_CLIENT_SECRET,
    }),
  })
  const { access_token: accessToken, expires_in: lifetime } = await response.json()
  const headers = { 'Set-Cookie': `session=${await seal(accessToken)}; HttpOnly; Secure; Max-Age=${lifetime}` }
  return new Response(null, { status: 204, headers })
}
async function seal(token) {
  return (await import('../../../lib/seal.js')).seal(token)
}
