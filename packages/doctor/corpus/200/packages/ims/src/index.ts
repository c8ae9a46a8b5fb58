export async function tokenRequest(id: string, secret: string) {
  return fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret, scope: 'openid,AdobeID' }) })
}
