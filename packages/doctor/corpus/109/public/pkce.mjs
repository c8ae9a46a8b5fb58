const enc = (b) => btoa(String.fromCharCode(...b)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
export const makeRandom = (n) => enc(crypto.getRandomValues(new Uint8Array(n)))
export const makeChallenge = async (v) => enc(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(v))))
