// @ts-check
import { serve } from '../../examples/commerce-admin/src/server/serve.mjs'
import { copyCertificate } from './copy-certificate.mjs'
import { Failure } from './failure.mjs'
import { inRepository } from './repository.mjs'

const folder = inRepository('examples', 'commerce-admin')

/**
 * Serves the Commerce Admin sample by two processes, and returns its origin.
 * @param {{
 *   scheme: 'https' | 'http',
 *   certificate: import('@mudbrick/sandbox/node').Certificate,
 *   stop: import('./stop.mjs').Stop,
 * }} options
 */
export async function serveCommerceAdmin({ scheme, certificate, stop }) {
  await copyCertificate(certificate, folder)
  try {
    const { origin, close } = await serve(folder, { ...process.env, MUDBRICK_SCHEME: scheme })
    stop.closing(close)
    return origin
  } catch (error) {
    // The sample says in a sentence what is wrong with its variables.
    throw new Failure(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
