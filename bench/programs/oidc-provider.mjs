// @ts-check
import { createServer } from 'node:http'

import { Provider } from 'oidc-provider'

import { redirectUri } from '../lib/clients.mjs'
import { announce, port } from '../lib/serve.mjs'
import { readSigningKey } from '../lib/signing-key.mjs'

const server = createServer()
await new Promise((resolve) => {
  server.listen(port, '127.0.0.1', () => resolve(undefined))
})
const address = server.address()
if (typeof address !== 'object' || address === null) throw new Error('There is no port.')
const origin = `http://127.0.0.1:${address.port}`

const provider = new Provider(origin, {
  clients: [
    {
      client_id: 'service',
      client_secret: 'service-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
    },
    {
      client_id: 'web',
      client_secret: 'web-secret',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: [redirectUri],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    {
      client_id: 'spa',
      grant_types: ['authorization_code'],
      redirect_uris: [redirectUri],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
  ],
  jwks: { keys: [readSigningKey()] },
  scopes: ['openid'],
  cookies: { keys: ['bench'] },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  pkce: { required: () => true },
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    // What makes its access tokens JWTs, as IMS's are.
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:bench:api',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'api',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  ttl: { AccessToken: 3600, ClientCredentials: 3600, IdToken: 3600, RefreshToken: 86_400 },
})

const answer = provider.callback()
server.on('request', (request, response) => {
  if (request.url?.startsWith('/interaction/')) void signIn(request, response)
  else void answer(request, response)
})
announce(origin)

/**
 * Signs ada in and grants what is asked, without a page.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function signIn(request, response) {
  const { params } = await provider.interactionDetails(request, response)
  const grant = new provider.Grant({ accountId: 'ada', clientId: String(params['client_id']) })
  grant.addOIDCScope('openid')
  grant.addResourceScope('urn:bench:api', 'api')
  const result = { login: { accountId: 'ada' }, consent: { grantId: await grant.save() } }
  await provider.interactionFinished(request, response, result)
}
