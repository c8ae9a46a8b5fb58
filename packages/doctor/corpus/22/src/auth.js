const settings = {
  authorize: process.env.REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT,
  token: process.env.REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT,
  clientId: process.env.REACT_APP_ADC_CLIENT_ID,
  scopes: process.env.REACT_APP_ADC_SCOPES,
  redirectUri: process.env.REACT_APP_REDIRECT_URI,
}

let session = null

function toBase64Url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

function randomText() {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

export async function signIn() {
  const verifier = randomText()
  const state = randomText()
  const nonce = randomText()
  sessionStorage.setItem('trip.transaction', JSON.stringify({ verifier, state, nonce }))
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  const challenge = toBase64Url(digest)
  const query = new URLSearchParams({
    client_id: settings.clientId,
    redirect_uri: settings.redirectUri,
    scope: settings.scopes,
    response_type: 'code',
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })
  window.location.assign(`${settings.authorize}?${query}`)
}

export async function finishSignIn(search) {
  const parameters = new URLSearchParams(search)
  const transaction = JSON.parse(sessionStorage.getItem('trip.transaction') ?? 'null')
  sessionStorage.removeItem('trip.transaction')
  if (transaction === null || parameters.get('state') !== transaction.state) {
    throw new Error('This answer does not belong to our sign-in.')
  }
  const response = await fetch(settings.token, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: settings.clientId,
      code: parameters.get('code'),
      code_verifier: transaction.verifier,
      redirect_uri: settings.redirectUri,
    }),
  })
  if (!response.ok) throw new Error(`Token request failed with HTTP ${response.status}`)
  const answer = await response.json()
  checkNonce(answer.id_token, transaction.nonce)
  session = { accessToken: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 }
  return session
}

function checkNonce(idToken, nonce) {
  const claims = JSON.parse(atob(idToken.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')))
  if (claims.nonce !== nonce) throw new Error('The ID token is of another sign-in.')
}

export function currentToken() {
  if (session === null || session.expiresAt < Date.now()) throw new Error('Sign in again.')
  return session.accessToken
}
