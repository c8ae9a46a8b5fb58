// @ts-check
import { serve } from '../../examples/express-embed/src/serve.mjs'
import { readSettings } from '../../examples/express-embed/src/settings.mjs'
import { copyCertificate } from './copy-certificate.mjs'
import { Failure } from './failure.mjs'
import { inRepository } from './repository.mjs'

const folder = inRepository('examples', 'express-embed')

/**
 * Serves the Express Embed sample in this process, and returns its origin.
 * @param {{
 *   offset: number,
 *   scheme: 'https' | 'http',
 *   certificate: import('@mudbrick/sandbox/node').Certificate,
 *   sandbox: import('@mudbrick/sandbox').Sandbox,
 *   stop: import('./stop.mjs').Stop,
 * }} options
 */
export async function serveExpressEmbed({ offset, scheme, certificate, sandbox, stop }) {
  await copyCertificate(certificate, folder)
  if (scheme === 'http') registerPlainAddress(sandbox, offset)
  const environment = {
    ...process.env,
    MUDBRICK_SCHEME: sandbox.scheme,
    ...(scheme === 'http' ? { EXPRESS_HTTPS: 'false' } : {}),
  }
  try {
    const { origin, close } = await serve(readSettings(folder, environment))
    stop.closing(close)
    return origin
  } catch (error) {
    // The sample says in a sentence what is wrong with its variables.
    throw new Failure(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/**
 * Does what the tutorial asks for before the page is tried without TLS: the default redirect URI stays
 * as it is, and the patterns get the plain address too.
 * @param {import('@mudbrick/sandbox').Sandbox} sandbox
 * @param {number} offset
 */
function registerPlainAddress({ credentials }, offset) {
  const credential = credentials.list().find(({ clientId }) => clientId === 'express-embed')
  if (credential?.type !== 'single-page-app') return
  const plain = `http://localhost:${8000 + offset}/redirect\\.html`
  const redirectUriPatterns = [...new Set([...credential.redirectUriPatterns, plain])]
  credentials.put({ ...credential, redirectUriPatterns })
}
