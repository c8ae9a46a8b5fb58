import { listContentFragmentModels, listFolders } from '@mudbrick/aem'

import type { ExchangeRequest } from '../exchange.ts'
import type { Clients } from './drive.ts'
import { clientSources } from './sources.ts'

/** Why no client of ours can send some requests. */
export interface ExchangeException {
  readonly reason: string
  /** Whether a request is one of them. It must be false for every request that a client is driven by. */
  readonly covers: (request: ExchangeRequest) => boolean
  /** A call that would have to send such a request, and is refused before anything is sent. */
  readonly attempt?: (clients: Clients) => unknown
}

const isAt = (request: ExchangeRequest, path: string): boolean => pathOf(request) === path
const isAuthorization = (request: ExchangeRequest): boolean => isAt(request, '/ims/authorize/v2')
const isToken = (request: ExchangeRequest, grantType: string): boolean =>
  isAt(request, '/ims/token/v3') && request.form?.['grant_type'] === grantType

/** Every exchange is sent by a client, or is covered by one of these. */
export const exchangeExceptions: readonly ExchangeException[] = [
  {
    reason: 'The address stands in the source of no client: another version, or another operation.',
    covers: (request) =>
      !isProduct(request) &&
      !clientSources.includes(`'${resourceOf(request)}'`) &&
      !isAssetMetadata(request),
  },
  {
    reason: 'Our clients post no multipart form.',
    covers: ({ multipart }) => multipart !== undefined,
  },
  {
    reason: 'Our clients put nothing into the query of a POST, except client_id when they revoke.',
    covers: (request) =>
      request.method === 'POST' &&
      Object.keys(request.query ?? {}).some(
        (name) => name !== 'client_id' || !isAt(request, '/ims/revoke'),
      ),
  },
  {
    reason: 'Our clients ask for a code, with the redirect URI and a challenge by S256.',
    covers: (request) =>
      isAuthorization(request) &&
      (request.query?.['response_type'] !== 'code' ||
        request.query['redirect_uri'] === undefined ||
        request.query['code_challenge_method'] !== 'S256'),
  },
  {
    reason: 'Our clients draw the state themselves: it is no JSON and has no other length.',
    covers: (request) =>
      isAuthorization(request) && /^\{(stateJson|longState)\}/.test(request.query?.['state'] ?? ''),
  },
  {
    reason: 'createLogoutUrl puts no token into an address, and nothing else asks for a logout.',
    covers: (request) =>
      isAt(request, '/ims/logout/v1') &&
      (request.method !== 'GET' || request.query?.['access_token'] !== undefined),
  },
  {
    reason: 'Our clients send the code verifier with every code.',
    covers: (request) =>
      isToken(request, 'authorization_code') &&
      request.credential === undefined &&
      request.form?.['code'] === '{code}' &&
      request.form['code_verifier'] === undefined,
  },
  {
    reason: 'Our clients send no scope with a refresh token: they ask again for what was granted.',
    covers: (request) => isToken(request, 'refresh_token') && request.form?.['scope'] !== undefined,
  },
  {
    reason: 'Our clients always name the scope when they ask for client credentials.',
    covers: (request) =>
      isToken(request, 'client_credentials') && request.form?.['scope'] === undefined,
    attempt: ({ service }) => service({ scopes: '' }),
  },
  {
    reason: 'requestUserProfile sends a token, and no client_id.',
    covers: (request) =>
      isAt(request, '/ims/userinfo/v2') &&
      (request.headers?.['authorization'] === undefined || request.query !== undefined),
  },
  {
    reason: 'A limit over 50 is refused before a request is sent.',
    covers: (request) => Number(request.query?.['limit']) > 50,
    attempt: ({ aem }) => listContentFragmentModels(aem(), { limit: 51 }),
  },
  {
    reason: 'A call of the Folders API without an API key is refused before a request is sent.',
    covers: (request) =>
      isAt(request, '/adobe/folders') && request.headers?.['x-api-key'] === undefined,
    attempt: ({ aem }) => listFolders(aem({ apiKey: undefined })),
  },
  {
    reason: 'Our clients delete folders by POST, empty ones too; no source says DELETE.',
    covers: ({ method }) => !/^(GET|POST)$/.test(method) && !clientSources.includes(`'${method}'`),
  },
  {
    reason: 'readProduct asks for the whole product.',
    covers: (request) => isProduct(request) && request.query?.['fields'] !== undefined,
  },
  {
    reason: 'listProducts asks for total_count too when it asks for fields.',
    covers: ({ query }) => /^items\[[^\]]*\]$/.test(query?.['fields'] ?? ''),
  },
  {
    reason: 'Our client spells criteria as the OpenAPI description does, not as the guide does.',
    covers: ({ query }) => Object.keys(query ?? {}).some((name) => name.includes('filter_groups')),
  },
]

function pathOf({ url }: ExchangeRequest): string {
  return url.replace(/^\{\w+\}/, '')
}

/** The path as the sources have it: what follows the version, at Commerce. */
function resourceOf(request: ExchangeRequest): string {
  return pathOf(request).replace(/^\/(wknd-tenant|rest(\/\w+)?)\/V1/, '')
}

function isProduct(request: ExchangeRequest): boolean {
  return /^\/products\/[\w-]+$/.test(resourceOf(request))
}

function isAssetMetadata(request: ExchangeRequest): boolean {
  return /^\/adobe\/assets\/[\w:-]+\/metadata$/.test(pathOf(request))
}
