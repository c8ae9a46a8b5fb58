import settings from './settings.json'
export const { clientId, redirectUri } = settings.ims
