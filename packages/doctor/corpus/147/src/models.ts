export const models = (token: string) => fetch(`${import.meta.env.VITE_AEM_HOST}/adobe/sites/cf/models`, { headers: { authorization: `Bearer ${token}` } })
