/** Whether a file is a page or a component that holds scripts among other things. */
export function isPage(file: string): boolean {
  return /\.(?:html?|vue|svelte|astro)$/.test(file)
}

/**
 * The scripts of a file, each with everything else of it blank, so that lines stay what they are. A file of
 * JSON is a module that exports it.
 */
export function findScripts(file: string, text: string): readonly string[] {
  if (file.endsWith('.json')) return [`export default ${text}`]
  if (!isPage(file)) return [text]
  const front = file.endsWith('.astro') ? /^\s*---\r?\n([^]*?)\n---/.exec(text)?.[1] : undefined
  const fronts = front === undefined ? [] : [blankAround(text, text.indexOf(front), front)]
  const scripts = [...text.matchAll(scriptTag)].flatMap(
    ({ 0: whole, 1: attributes = '', 2: code = '', index }) => {
      if (code.trim() === '' || /type=["'](?!module|text\/javascript)/.test(attributes)) return []
      return [blankAround(text, index + whole.indexOf(code, attributes.length), code)]
    },
  )
  return [...fronts, ...scripts]
}

/** The addresses of a page's scripts. */
export function listScriptTags(
  text: string,
): readonly { readonly source: string; readonly index: number }[] {
  return [...text.matchAll(scriptTag)].map(({ 1: attributes = '', index }) => ({
    source: /\bsrc=["']([^"']+)["']/i.exec(attributes)?.[1] ?? '',
    index,
  }))
}

const scriptTag = /<script\b([^>]*)>([^]*?)<\/script>/gi

function blankAround(text: string, start: number, code: string): string {
  return text.slice(0, start).replaceAll(/[^\n]/g, ' ') + code
}
