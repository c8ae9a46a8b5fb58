import { aemHost } from '@ws/aem-config'
export const models = (token: string) => fetch(`${aemHost}/adobe/sites/cf/models`, { headers: { Authorization: `Bearer ${token}` } })
