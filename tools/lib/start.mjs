// @ts-check
import { existsSync, readFileSync } from 'node:fs'

import { waitForAnswers } from './answers.mjs'
import { compile } from './compile.mjs'
import { Failure, reportFailure } from './failure.mjs'
import { installWhenStale } from './install.mjs'
import { readPortOffset, readSamplePorts, requireFreePorts } from './ports.mjs'
import { sayDone, since, withProgress } from './progress.mjs'
import { inRepository } from './repository.mjs'
import { serveCommerceAdmin } from './serve-commerce-admin.mjs'
import { serveExpressEmbed } from './serve-express-embed.mjs'
import { serveSandbox } from './serve-sandbox.mjs'
import { serveWkndSpa } from './serve-wknd-spa.mjs'
import { stopOnSignals } from './stop.mjs'
import { styleFor } from './style.mjs'
import { chooseTrustCommand, formatWelcome } from './welcome.mjs'

const usage = `
  npm start
  npm start -- --http           the same over plain HTTP, for tools that cannot take a local certificate
  npm start -- --express-http   only the Express Embed sample over plain HTTP, as its tutorial allows for tests

Installs and compiles what is missing, makes a certificate for this computer, and runs the sandbox
(Adobe IMS, an AEM author, Commerce) and the samples (WKND SPA, Express Embed, Commerce Admin) until you
press Ctrl-C. Prints the line "Ready" when every address answers.

  MUDBRICK_PORT_OFFSET=100   moves every port by 100, with the redirect URIs that belong to them
  MUDBRICK_HOME=<folder>     keeps the certificate there instead of in ~/.mudbrick
  NO_COLOR=1                 prints no colours

To use real Adobe, put its values into examples/<sample>/.env (see .env.example there).
`

/** @param {string[]} args */
export async function start(args) {
  if (args.includes('--help') || args.includes('-h')) return console.log(usage)
  const stop = stopOnSignals()
  const fail = async (/** @type {unknown} */ error) => {
    if (stop.signal.aborted) return
    reportFailure(error)
    await stop.end(1)
  }
  process.on('uncaughtException', fail)
  try {
    await run(stop, readSchemes(args))
  } catch (error) {
    await fail(error)
  }
}

/** @typedef {'https' | 'http'} Scheme */

/**
 * @param {string[]} args
 * @returns {{ scheme: Scheme, expressScheme: Scheme }}
 */
function readSchemes(args) {
  const unknown = args.find((arg) => arg !== '--http' && arg !== '--express-http')
  if (unknown !== undefined) {
    throw new Failure(`npm start does not know ${unknown}: see  npm start -- --help`)
  }
  return {
    scheme: args.includes('--http') ? 'http' : 'https',
    expressScheme: args.length > 0 ? 'http' : 'https',
  }
}

/**
 * @param {import('./stop.mjs').Stop} stop
 * @param {{ scheme: Scheme, expressScheme: Scheme }} schemes
 */
async function run(stop, { scheme, expressScheme }) {
  const offset = readPortOffset(process.env)
  await requireFreePorts(offset, readSamplePorts(process.env))

  console.log()
  await installWhenStale(stop.signal)
  await compile(stop.signal)

  const { ensureCertificate, trustCommands } = await import('@mudbrick/sandbox/node')
  const certificate = await ensureCertificate()
  if (certificate.reason !== undefined) sayDone(certificate.reason)

  const words = { doing: 'Starting sandbox and samples', done: 'Sandbox and samples started' }
  const { addresses, controlToken } = await withProgress(words, async () => {
    const { sandbox, origins } = await serveSandbox({ offset, scheme, certificate, stop })
    const [spa, admin] = await Promise.all([
      serveWkndSpa({ scheme, certificate, stop }),
      serveCommerceAdmin({ scheme, certificate, stop }),
    ])
    const options = { offset, scheme: expressScheme, certificate, sandbox, stop }
    const express = await serveExpressEmbed(options)
    const all = { spa, express, admin, ...origins }
    await waitForAnswers(Object.values(all), certificate.ca, stop.signal)
    return { addresses: all, controlToken: sandbox.controlToken }
  })

  const trust =
    scheme === 'https'
      ? chooseTrustCommand(trustCommands(certificate.caPath), process.platform)
      : undefined
  console.log(formatWelcome(addresses, { controlToken, trust }, styleFor(process.stdout)))
  warnOfOwnEnvironment(addresses, offset, scheme)
  console.log(`Ready in ${since(0)}`)
}

/**
 * A `.env` is the sample's whole configuration: no offset and no scheme moves what stands in it.
 * @param {{ ims: string }} addresses
 * @param {number} offset
 * @param {'https' | 'http'} scheme
 */
function warnOfOwnEnvironment({ ims }, offset, scheme) {
  const file = inRepository('examples', 'wknd-spa', '.env')
  if ((offset === 0 && scheme === 'https') || !existsSync(file)) return
  if (readFileSync(file, 'utf8').includes(ims)) return
  console.log(
    `  ! examples/wknd-spa/.env applies as it stands and does not name the sandbox at ${ims}:\n` +
      '    delete it, or put the addresses above into it, to sign in at the sandbox.\n',
  )
}
