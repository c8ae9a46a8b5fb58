const { pkce } = require('./pkce.cjs')
const { randomUUID } = require('node:crypto')
exports.login = (req, res) => {
  const { codeVerifier, codeChallenge } = pkce()
  const state = randomUUID()
  req.session.flow = { state, codeVerifier }
  const q = new URLSearchParams({ client_id: process.env.CLIENT_ID, redirect_uri: process.env.REDIRECT_URI, response_type: 'code', scope: 'openid,AdobeID', state, code_challenge: codeChallenge, code_challenge_method: 'S256' })
  res.redirect(`https://ims-na1.adobelogin.com/ims/authorize/v2?${q}`)
}

