export const PKCE = { method: 'plain', length: 64 }
