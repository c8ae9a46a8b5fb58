import optimizeLocales from '@react-aria/optimize-locales-plugin'
import { localFonts } from '@mudbrick/sample-frame/local-fonts'
import { styleMacros } from '@mudbrick/sample-frame/style-macros'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const folder = import.meta.dirname

export default defineConfig({
  root: folder,
  plugins: [
    styleMacros(),
    react(),
    localFonts(),
    { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' },
  ],
  build: {
    outDir: `${folder}/../../packages/sandbox/dist/pages`,
    emptyOutDir: true,
    chunkSizeWarningLimit: 1200,
    // One style sheet: the style macro's rules depend on their order.
    cssCodeSplit: false,
  },
  clearScreen: false,
})
