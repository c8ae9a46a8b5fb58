import axios from 'axios'
export async function s2s(): Promise<string> {
  const { data } = await axios.post('https://ims-na1.adobelogin.com/ims/token/v3', JSON.stringify({
    grant_type: 'client_credentials', client_id: process.env.ID, client_secret: process.env.SECRET, scope: 'openid,AdobeID',
  }), { headers: { 'Content-Type': 'application/json' } })
  return data.access_token
}
