const b = (x: Uint8Array) => btoa(String.fromCharCode(...x)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
export const randomText = (n: number) => b(crypto.getRandomValues(new Uint8Array(n)))
export const challengeOf = async (v: string) => b(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(v))))

