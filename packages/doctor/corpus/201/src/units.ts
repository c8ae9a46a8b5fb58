interface V3 { access_token: string; expires_in: number }
export const atV3 = (a: V3) => Date.now() + a.expires_in * 1000
export const hoursV3 = (a: V3) => a.expires_in / 3600
export function ofClaims(token: string): number {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return Number(claims.created_at) + Number(claims.expires_in)
}
