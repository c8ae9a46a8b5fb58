const url = (b: ArrayBuffer | Uint8Array) => btoa(String.fromCodePoint(...new Uint8Array(b))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
export const random = () => url(crypto.getRandomValues(new Uint8Array(32)))
export const sha = async (t: string) => url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(t)))
