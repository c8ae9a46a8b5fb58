import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'

import { portOffset, type World } from './world.ts'

/** A folder for the files of a story; no other worker uses it. */
export const programFolder = fileURLToPath(
  new URL(`../.cache/e2e/readme-${portOffset}/`, import.meta.url),
)

/** A program of the README as printed, except for the ports, which only this worker uses. */
export async function readProgram(name: string): Promise<string> {
  const text = await readFile(new URL(`../docs/readme/${name}`, import.meta.url), 'utf8')
  return text
    .replaceAll(/(?<=localhost:|127\.0\.0\.1:)\d{4}/g, (port) => String(Number(port) + portOffset))
    .replace('listen(3002', `listen(${3002 + portOffset}`)
}

/** Serves a page's program over https, at every path of the origin of the WKND SPA. */
export async function servePage(
  world: World,
  program: string,
): Promise<{ readonly origin: string; close(): void }> {
  await mkdir(programFolder, { recursive: true })
  await writeFile(`${programFolder}page.ts`, program)
  const { outputFiles } = await build({
    entryPoints: [`${programFolder}page.ts`],
    bundle: true,
    format: 'esm',
    write: false,
    conditions: ['@mudbrick/source'],
  })
  const script = outputFiles[0]?.text ?? ''
  const { certificate: cert, key } = world.certificate
  const server = createServer({ cert, key }, ({ url }, response) => {
    const isScript = url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>',
    )
  })
  await once(server.listen(3001 + portOffset, 'localhost'), 'listening')
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { origin: `https://localhost:${3001 + portOffset}`, close }
}
