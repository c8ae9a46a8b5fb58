export const profile = (token: string) => fetch('https://ims-na1.adobelogin.com/ims/userinfo/v2', { headers: { authorization: `Bearer ${token}` } })
