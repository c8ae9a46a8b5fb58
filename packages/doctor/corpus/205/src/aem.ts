const host = import.meta.env.VITE_AEM_HOST
export const models = (token: string) => fetch(new URL('/adobe/sites/cf/models', host), { headers: { authorization: `Bearer ${token}` } })
