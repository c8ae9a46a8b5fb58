import { random, sha } from './pkce'
const KEY = 'ims.transaction'
export async function begin() {
  const transaction = { state: random(), verifier: random() }
  sessionStorage.setItem(KEY, JSON.stringify(transaction))
  const query = new URLSearchParams()
  const add = (entries: Record<string, string>) => Object.entries(entries).forEach(([k, v]) => query.append(k, v))
  add({ client_id: '21c3c4d5e6f70819a2b3c4d5e6f70819', redirect_uri: `${location.origin}/cb`, response_type: 'code', scope: 'openid,AdobeID' })
  add({ state: transaction.state, code_challenge: await sha(transaction.verifier), code_challenge_method: 'S256' })
  location.assign(`https://ims-na1.adobelogin.com/ims/authorize/v2?${query}`)
}
export async function end(here: URL) {
  const { state, verifier } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}')
  if (!state || here.searchParams.get('state') !== state) throw new Error('This sign-in was not started here.')
  const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: '21c3c4d5e6f70819a2b3c4d5e6f70819', code: here.searchParams.get('code') ?? '', code_verifier: verifier, redirect_uri: `${location.origin}/cb` })
  return (await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body })).json()
}
