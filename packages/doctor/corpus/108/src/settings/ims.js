import { ORIGIN } from './origin.js'
export const CLIENT_ID = '2c9b7d4410f84d5f9b1d0f6a77e3a9c4'
export const REDIRECT_URI = `${ORIGIN}/cb`
