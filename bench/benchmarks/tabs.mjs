// @ts-check
import { fileURLToPath } from 'node:url'

import { launchPlainChromium } from '../../e2e/pages/plain-chromium.mjs'
import { startTabWorld } from '../../e2e/pages/tab-world.mjs'
import { driveRounds } from '../tabs/drive-rounds.mjs'
import { stressClient } from '../tabs/stress-client.mjs'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 200)
const adverseRounds = Math.ceil(rounds / 10)

// auth0-spa-js knows these paths only.
const aliases = { '/authorize': '/ims/authorize/v2', '/oauth/token': '/ims/token/v3' }

const clients = {
  mudbrick: fileURLToPath(new URL('../../e2e/pages/mudbrick.ts', import.meta.url)),
  'oidc-client-ts': pageOf('oidc-client-ts'),
  'auth0-spa-js': pageOf('auth0-spa-js'),
  'msal-browser': pageOf('msal-browser'),
  'badgateway-oauth2-client': pageOf('badgateway-oauth2-client'),
}

/** @type {import('../run.mjs').Benchmark} */
export const benchmark = {
  title: 'One session in several tabs',
  method:
    'Five tabs of a real Chromium, ten callers in each; time passes, the token expires, and all of them ask at once, round after round. The IMS is strict: a refresh token that is sent twice ends the session. Right is one request and a new, good token for every caller.',
  run: async ({ log }) => {
    const world = await startTabWorld()
    try {
      const rows = []
      for (const variant of ['memory', 'session', 'local']) {
        for (const kind of /** @type {const} */ (['plain', 'duplicated', 'restored', 'frozen'])) {
          const count = kind === 'plain' ? rounds : adverseRounds
          rows.push(await driveRounds(world, { variant, kind, rounds: count, log }))
        }
      }
      return rows
    } finally {
      await world.close()
    }
  },
  async more() {
    const rows = []
    for (const client of Object.keys(clients)) {
      const world = await startTabWorld({
        behavior: {
          publicClientRefreshTokens: true,
          issuerInResponse: true,
          accessTokenLifetimeMs: 3_600_000,
        },
        hasIdTokenOnRefresh: true,
        programs: clients,
        aliases,
      })
      const chromium = await launchPlainChromium()
      try {
        rows.push(await stressClient(world, chromium.context, client))
      } finally {
        await chromium.close()
        await world.close()
      }
    }
    return [{ title: 'Clients under stress, against the same IMS', rows }]
  },
}

/** @param {string} client */
function pageOf(client) {
  return fileURLToPath(new URL(`../tabs/${client}.ts`, import.meta.url))
}
