import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'

export default defineConfig({
  plugins: [react()],
  server: { port: 4200, strictPort: true, https: { cert: './tls/a.crt', key: './tls/a.key' } },
})
