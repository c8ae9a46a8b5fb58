import { AEM_HOST } from './host'
export const models = (token) => fetch(AEM_HOST + '/adobe/sites/cf/models', { headers: { Authorization: `Bearer ${token}` } })
