const env = import.meta.env
export const redirectUri: string = env.VITE_IMS_REDIRECT_URI
