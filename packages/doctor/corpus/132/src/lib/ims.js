export async function getTokens(params) {
  const r = await fetch('/api/ims/token', { method: 'POST', body: JSON.stringify(Object.fromEntries(params)) })
  return r.json()
}
