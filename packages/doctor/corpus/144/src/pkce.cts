const crypto = require('node:crypto')
function pkce() {
  const codeVerifier = crypto.randomBytes(48).toString('base64url')
  const codeChallenge = crypto.createHash('sha256').update(codeVerifier).digest('hex')
  return { codeVerifier, codeChallenge }
}
module.exports = { pkce }
