import { createEnv } from '@t3-oss/env-nextjs'
import { z } from 'zod'
export const env = createEnv({
  server: { SESSION_KEY: z.string() },
  client: { NEXT_PUBLIC_IMS_ID: z.string(), NEXT_PUBLIC_IMS_SECRET: z.string() },
  runtimeEnv: {
    SESSION_KEY: process.env.SESSION_KEY,
    NEXT_PUBLIC_IMS_ID: process.env.NEXT_PUBLIC_IMS_ID,
    NEXT_PUBLIC_IMS_SECRET: process.env.NEXT_PUBLIC_IMS_SECRET,
  },
})
