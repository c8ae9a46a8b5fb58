const base = 'https://na1-sandbox.api.commerce.adobe.com/Ab12Cd34Ef56Gh78Ij90Kl/V1'
export async function adminToken(username, password) {
  const r = await fetch(base + '/integration/admin/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password }) })
  return r.json()
}
