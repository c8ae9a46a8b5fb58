export class Pkce {
  async create(): Promise<{ verifier: string; challenge: string }> {
    const verifier = toUrl(crypto.getRandomValues(new Uint8Array(40)))
    sessionStorage.setItem('verifier', verifier)
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
    return { verifier, challenge: toUrl(new Uint8Array(hash)) }
  }
}
const toUrl = (b: Uint8Array): string => btoa(String.fromCharCode(...b)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
