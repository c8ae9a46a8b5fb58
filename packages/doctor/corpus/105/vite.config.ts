import { defineConfig } from 'vite'
import react from '@vitejs/plugin-react'

const PORT = 5174

export default defineConfig({
  plugins: [react()],
  server: { port: PORT, https: { cert: 'certs/dev.pem', key: 'certs/dev-key.pem' }, strictPort: true },
})
