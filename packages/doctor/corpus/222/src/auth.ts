import { env } from './env'
export const redirectUri = env.VITE_CALLBACK_URL
