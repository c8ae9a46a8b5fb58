export const models = (token: string) => fetch('/adobe/sites/cf/models', { headers: { Authorization: `Bearer ${token}` } })

