/**
 * Keeps Spectrum 2 from fetching Adobe's fonts from the internet: the page then works offline, asks
 * no server but those it is made for, and shows the system's own font.
 * @returns {import('vite').Plugin}
 */
export function localFonts() {
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
