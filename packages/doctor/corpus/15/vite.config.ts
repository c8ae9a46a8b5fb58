import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, https: { cert: './tls/local.crt', key: './tls/local.key' } },
})
