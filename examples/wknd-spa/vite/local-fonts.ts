import type { Plugin } from 'vite'

/**
 * Keeps Spectrum 2 from fetching Adobe's fonts from the internet: the page then works offline, asks
 * no server but IMS and AEM, and shows the system's own font.
 */
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
