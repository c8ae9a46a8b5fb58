/** Where the code of a file runs, by its path, by what builds it, and by what it uses. */
export function findWhereItRuns(
  file: string,
  text: string,
  framework: string,
  usesPage: boolean,
  imports: ReadonlyMap<string, string>,
): 'page' | 'server' | 'unknown' {
  const path = `/${file.replaceAll('\\', '/')}`
  if (/\.(?:test|spec|config|setup)\.[cm]?[jt]sx?$/.test(path)) return 'server'
  if (isServerByName(path)) return 'server'
  if (/\/(?:public|static)\//.test(path) || /\.(?:html?|vue|svelte)$/.test(path)) return 'page'
  const modules = [...imports.values()]
  if (modules.some((name) => serverModules.test(name))) return 'server'
  // Everything in this folder is built into the page.
  if (
    /^(?:create-react-app|vue-cli|angular|gatsby|page)$/.test(framework) &&
    path.includes('/src/')
  )
    return 'page'
  if (framework === 'vite' && path.includes('/src/')) return 'page'
  if (/\/(?:api|functions|middleware|scripts)\//.test(path)) return 'server'
  // A page of Next runs on both sides, and says what it does where.
  if (framework === 'next' && /getServerSideProps|getStaticProps|typeof window/.test(text)) {
    return 'unknown'
  }
  if (usesPage || text.includes('import.meta.env')) return 'page'
  return /^\s*['"]use client['"]/.test(text) ? 'page' : 'unknown'
}

/** Names by which frameworks keep a file from the page. */
function isServerByName(path: string): boolean {
  return (
    /\/(?:server|backend)\//.test(path) ||
    /[/.](?:server|\+server)\.[cm]?[jt]sx?$/.test(path) ||
    /\/(?:hooks|middleware|proxy)\.server\.|\/app\/(?:.*\/)?route\.[jt]s$|\/pages\/api\//.test(path)
  )
}

const serverModules =
  /^(?:node:.*|fs|fs\/promises|http|https|crypto|express|koa|fastify|hono|@hono\/node-server|express-session|server-only|next\/headers|@nestjs\/.*|aws-lambda|\$env\/(?:static|dynamic)\/private)$/
