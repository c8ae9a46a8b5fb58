import { z } from 'zod'
const schema = z.object({ VITE_IMS_CLIENT_ID: z.string(), VITE_CALLBACK_URL: z.string().url() })
export const env = schema.parse(import.meta.env)
