import { localFonts } from '@mudbrick/sample-frame/local-fonts'
import { styleMacros } from '@mudbrick/sample-frame/style-macros'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  // The page asks its server for what it has to know: nothing of `.env` may get into it.
  envDir: false,
  plugins: [styleMacros(), react(), localFonts()],
  resolve: { conditions: ['@mudbrick/source', ...defaultClientConditions] },
  // Spectrum 2 with its table, in all its languages; about 290 kB compressed.
  build: { chunkSizeWarningLimit: 1300 },
  clearScreen: false,
})
