const u = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=+$/, '')
export async function pkce() {
  const verifier = u(crypto.getRandomValues(new Uint8Array(32)))
  const state = u(crypto.getRandomValues(new Uint8Array(16)))
  sessionStorage.setItem('p', JSON.stringify({ verifier, state }))
  return { state, challenge: u(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))) }
}
