const TOKEN = 'https://ims-na1.adobelogin.com/ims/token/v3'
export async function serviceToken(id: string, secret: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    scopes: 'openid,AdobeID,read_organizations',
  })
  const answer = await fetch(TOKEN, { method: 'POST', body })
  if (!answer.ok) throw new Error(`IMS said ${answer.status}`)
  const json = (await answer.json()) as { access_token: string }
  return json.access_token
}
