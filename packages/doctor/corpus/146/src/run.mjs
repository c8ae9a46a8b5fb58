export const models = (token) => fetch(`${process.env.AEM_HOST}/adobe/sites/cf/models`, { headers: { authorization: `Bearer ${token}` } })
