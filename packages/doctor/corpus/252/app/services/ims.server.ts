export async function exchange(code: string) {
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, client_id: process.env.IMS_CLIENT_ID!, client_secret: process.env.IMS_CLIENT_SECRET! })
  const answer = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body })
  return (await answer.json()) as { access_token: string; expires_in: number }
}
