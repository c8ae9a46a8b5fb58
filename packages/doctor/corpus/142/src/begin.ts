import { randomUUID } from 'node:crypto'

export function begin(session: Map<string, string>) {
  const state = randomUUID()
  session.set('state', state)
  const params = {
    client_id: process.env.IMS_ID!,
    redirect_uri: process.env.IMS_CALLBACK!,
    response_type: 'code id_token',
    response_mode: 'fragment',
    scope: 'openid AdobeID email',
    state,
  }
  return `https://ims-na1.adobelogin.com/ims/authorize/v2?${new URLSearchParams(params)}`
}
