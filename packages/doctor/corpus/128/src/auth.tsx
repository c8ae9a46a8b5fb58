import { IMS } from './config/credentials'

export async function exchange(code: string) {
  const form = new FormData()
  form.append('grant_type', 'authorization_code')
  form.append('client_id', IMS.id)
  form.append('client_secret', IMS.key)
  form.append('code', code)
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body: form })
  return r.json()
}
