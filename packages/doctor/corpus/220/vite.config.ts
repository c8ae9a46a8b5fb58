import basicSsl from '@vitejs/plugin-basic-ssl'
import { defineConfig } from 'vite'
export default defineConfig({
  plugins: [basicSsl()],
  server: { port: 4173, proxy: { '/adobe': { target: 'https://author-p1211-e20133.adobeaemcloud.com/', changeOrigin: true } } },
  preview: { port: 4174 },
})
