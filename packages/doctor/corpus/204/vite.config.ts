import { defineConfig, loadEnv } from 'vite'
export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, process.cwd(), '')
  return { server: { port: Number(env.DEV_PORT), https: { key: "k.pem", cert: "c.pem" } } }
})
