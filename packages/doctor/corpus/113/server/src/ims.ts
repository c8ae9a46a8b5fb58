const BASE = 'https://pim.contoso.com'
export const ims = {
  clientId: 'c2b3c4d5e6f70819a2b3c4d5e6f70819',
  redirectUri: `${BASE}/callback/`,
}
