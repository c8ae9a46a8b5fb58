import { DEFAULTS } from './defaults.js'
export const models = (token) => fetch('https://author-p51211-e320133.adobeaemcloud.com/adobe/sites/cf/models', { ...DEFAULTS, headers: { Authorization: `Bearer ${token}` } })
