import type { Plugin } from 'vite'

/** Keeps Spectrum 2 from fetching Adobe's fonts from the internet: the page then asks its own server only. */
export function localFonts(): Plugin {
  return {
    name: 'local-fonts',
    enforce: 'pre',
    load(id) {
      const path = id.replaceAll('\\', '/').replace(/\?.*$/, '')
      if (path.endsWith('/s2/dist/private/font-faces.css')) return ''
      if (path.endsWith('/s2/dist/private/Fonts.mjs'))
        return 'export function Fonts() { return null }'
      return undefined
    },
  }
}
