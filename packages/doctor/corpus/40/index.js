let cached = { token: '', until: 0 }

export async function accessToken() {
  if (cached.until > Date.now()) return cached.token
  const response = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: process.env.CLIENT_ID,
      client_secret: process.env.CLIENT_SECRET,
      scope: process.env.SCOPES,
    }),
  })
  const { access_token: token, expires_in: seconds } = await response.json()
  cached = { token, until: Date.now() + (seconds - 60) * 1000 }
  return token
}

export async function readMetadata(id) {
  return fetch(`${process.env.AEM_HOST}/adobe/assets/${id}/metadata`, {
    headers: { Authorization: `Bearer ${await accessToken()}`, 'X-Api-Key': process.env.CLIENT_ID },
  })
}
