import { defineConfig, loadEnv } from 'vite'
export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), '')
  return {
    define: {
      __IMS_ID__: JSON.stringify(env.IMS_CLIENT_ID),
      __IMS_KEY__: JSON.stringify(env.IMS_CLIENT_SECRET),
    },
  }
})
