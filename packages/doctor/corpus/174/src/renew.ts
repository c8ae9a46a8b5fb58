import { store } from './store.ts'
export async function renew(userId: string): Promise<string> {
  const grant = await store.read(userId)
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
    method: 'POST',
    headers: { authorization: 'Basic ' + Buffer.from(`${process.env.ID}:${process.env.SECRET}`).toString('base64') },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: grant.refreshToken }),
  })
  const answer = (await r.json()) as { access_token: string; expires_in: number }
  await store.write(userId, { ...grant, accessToken: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 })
  return answer.access_token
}
