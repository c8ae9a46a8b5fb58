export const models = (t) => fetch(`${import.meta.env.VITE_AEM_HOST}/adobe/sites/cf/models`, { headers: { Authorization: `Bearer ${t}` } })
