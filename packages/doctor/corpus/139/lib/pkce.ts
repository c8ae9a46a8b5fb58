const b64 = (b: Uint8Array) => btoa(String.fromCharCode(...b)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
export async function pkce() {
  const verifier = b64(crypto.getRandomValues(new Uint8Array(32)))
  const state = b64(crypto.getRandomValues(new Uint8Array(16)))
  sessionStorage.setItem('pkce', JSON.stringify({ verifier, state }))
  const challenge = b64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))))
  return { challenge, state }
}
