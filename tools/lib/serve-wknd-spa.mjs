// @ts-check
import { join } from 'node:path'

import { copyCertificate } from './copy-certificate.mjs'
import { Failure } from './failure.mjs'
import { inRepository } from './repository.mjs'

const folder = inRepository('examples', 'wknd-spa')

/**
 * Serves the WKND SPA by Vite's development server, and returns its origin.
 * @param {{
 *   scheme: 'https' | 'http',
 *   certificate: import('@mudbrick/sandbox/node').Certificate,
 *   stop: import('./stop.mjs').Stop,
 * }} options
 */
export async function serveWkndSpa({ scheme, certificate, stop }) {
  await copyCertificate(certificate, folder)
  // Read by the sample's own configuration, where no `.env` says otherwise.
  process.env.MUDBRICK_SCHEME = scheme
  const server = await createViteServer()
  stop.closing(() => server.close())
  await server.listen()
  const url = server.resolvedUrls?.local[0]
  if (url === undefined) throw new Failure('The WKND SPA got no address from Vite.')
  // The first visitor does not wait for what can be made ready before.
  await server.warmupRequest('/src/main.tsx')
  return new URL(url).origin
}

async function createViteServer() {
  const { createServer } = await import('vite')
  // A shell in which NODE_ENV is test or production would get components that are made for neither.
  process.env.NODE_ENV = 'development'
  try {
    const configFile = join(folder, 'vite.config.ts')
    return await createServer({ root: folder, configFile, logLevel: 'warn' })
  } catch (error) {
    // What the sample says of its variables is for the user; anything else is a fault of ours.
    const isForUser = error instanceof Error && error.constructor.name === 'StartupFault'
    throw isForUser ? new Failure(error.message, { cause: error }) : error
  }
}
