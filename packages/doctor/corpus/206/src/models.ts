import { aemHost } from './config.ts'
export const models = (token: string) => fetch(`${aemHost}/adobe/sites/cf/models`, { headers: { authorization: `Bearer ${token}` } })
