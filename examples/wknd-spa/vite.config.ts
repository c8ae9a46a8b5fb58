import { localFonts } from '@mudbrick/sample-frame/local-fonts'
import { styleMacros } from '@mudbrick/sample-frame/style-macros'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

import { applicationEnvironment } from './vite/application-environment.ts'
import { contentSecurityPolicy } from './vite/content-security-policy.ts'

const folder = import.meta.dirname

const illustrations = [
  'Clock',
  'FlagCross',
  'FolderOpen',
  'GearSetting',
  'Location',
  'LockClose',
  'NoElements',
]

const icons = ['Add', 'Close', 'Copy', 'Delete', 'FolderAdd', 'Refresh']

export default defineConfig({
  root: folder,
  // The variables come from applicationEnvironment(), which also knows what applies without `.env`.
  envDir: false,
  envPrefix: 'REACT_APP_',
  plugins: [
    applicationEnvironment(folder),
    contentSecurityPolicy(folder),
    styleMacros(),
    react(),
    localFonts(),
  ],
  resolve: { conditions: ['@mudbrick/source', ...defaultClientConditions] },
  // Vite's scanner fails on Spectrum's style macro, so everything to pre-bundle is listed here: a
  // dependency that Vite meets only later makes it reload the page.
  optimizeDeps: {
    entries: [],
    include: [
      'react',
      'react/jsx-runtime',
      'react/jsx-dev-runtime',
      'react-dom',
      'react-dom/client',
      'react-router',
      '@react-spectrum/s2',
      ...illustrations.map((name) => `@react-spectrum/s2/illustrations/gradient/generic1/${name}`),
      ...icons.map((name) => `@react-spectrum/s2/icons/${name}`),
      '@tanstack/react-query',
    ],
    exclude: [
      '@mudbrick/aem',
      '@mudbrick/browser',
      '@mudbrick/http',
      '@mudbrick/ims',
      '@mudbrick/oauth',
      '@mudbrick/react',
      '@mudbrick/sample-frame',
    ],
    rolldownOptions: { plugins: [localFonts()] },
  },
  // Spectrum 2 with its table, in all its languages; about 290 kB compressed.
  build: { chunkSizeWarningLimit: 1200 },
  clearScreen: false,
})
