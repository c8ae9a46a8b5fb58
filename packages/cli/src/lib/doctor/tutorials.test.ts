import { describe, expect, it } from 'vitest'

import { examine } from './examine.ts'

/** What Adobe's tutorials print, as far as it is configuration; code that does the same in other words. */
describe('the listings of the tutorials', () => {
  it('for single-page apps have each mistake that is known of them', () => {
    expect(
      findCodes({
        'package.json': '{"dependencies":{"react-scripts":"5.0.1","crypto-js":"4"}}',
        '.env': `REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT=https://ims-na1.adobelogin.com/ims/authorize/v2
REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT=https://ims-na1.adobelogin.com/ims/token/v3
REACT_APP_ADC_CLIENT_ID=ddsfs455a4a440c48c7474687c96945d
REACT_APP_ADC_SCOPES=AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management
REACT_APP_AEM_ASSET_HOSTNAME=https://author-p69647-e1453424.adobeaemcloud.com/
HTTPS=true
PORT=3001
SSL_CRT_FILE=./ssl/server.crt
REACT_APP_REDIRECT_URI=https://localhost:3000/callback
`,
        'src/sign-in.js': `import CryptoJS from 'crypto-js'
const challengeOf = (codeVerifier) => encode(CryptoJS.SHA256(codeVerifier))
export function parametersOf(method, codeChallenge, codeVerifier) {
  const shared = {
    client_id: CONFIG.adobe.clientId,
    scope: CONFIG.adobe.scopes,
    response_type: 'code',
    redirect_uri: CONFIG.adobe.redirectUri,
    code_challenge_method: method,
  }
  return { ...shared, code_challenge: method === METHODS.S256 ? codeChallenge : codeVerifier }
}
export async function exchange(code, codeVerifier) {
  const answer = await fetch(CONFIG.adobe.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CONFIG.adobe.clientId,
      code_verifier: codeVerifier,
      code,
      redirect_uri: \`\${window.location.origin}/callback\`,
    }),
  })
  const data = await answer.json()
  localStorage.setItem(KEYS.ACCESS_TOKEN, data.access_token)
}
export async function call(endpoint) {
  const answer = await fetch(CONFIG.adobe.aem + endpoint, { headers: { Authorization: token } })
  if (!answer.ok) throw new Error(\`Request failed: \${answer.statusText}\`)
}
`,
        'ui.config/src/main/content/jcr_root/apps/wknd/osgiconfig/config.author/com.adobe.granite.cors.impl.CORSPolicyImpl~wknd-graphql.cfg.json': `{
  "alloworigin": [""],
  "alloworiginregexp": ["https://localhost:.*", "http://localhost:.*"],
  "allowedpaths": ["/adobe/sites/.*", "/graphql/execute.json.*"],
  "supportedheaders": ["Origin", "Accept", "Content-Type", "Authorization"],
  "supportedmethods": ["GET", "HEAD", "POST"],
  "supportscredentials": true,
  "exposedheaders": [""]
}`,
      }),
    ).toEqual([
      'aem_host_trailing_slash',
      'certificate_file_missing',
      'cors_policy_empty_string',
      'cors_scope_not_covered',
      'expiry_ignored',
      'nonce_missing',
      'pkce_handmade',
      'pkce_plain',
      'redirect_uri_exchange_differs',
      'redirect_uri_other_port',
      'state_missing',
      'status_text_in_error',
      'token_in_local_storage',
      'variable_placeholder',
    ])
  })

  it('for Adobe Express too', () => {
    const credential = {
      client_id: '0123456789abcdef0123456789abcdef',
      redirect_uri: ['https://localhost:8000/redirect.html'],
      defaultRedirectUri: 'https://127.0.0.1:8000/redirect.html',
    }
    expect(
      findCodes({
        'console.json': JSON.stringify({
          project: { workspace: { details: { credentials: [{ oauth2: credential }] } } },
        }),
        'redirect.html': `<script src="https://sdk.cc-embed.adobe.com/v2/CCEverywhere.js"></script>
<script>sdk.exchangeAuthCodeForToken()</script>`,
      }),
    ).toEqual([
      'express_sdk_outdated',
      'redirect_uri_other_loopback_name',
      'redirect_uri_pattern_unescaped_dot',
    ])
  })

  it('for Commerce too', () => {
    expect(
      findCodes({
        '.env': `IMS_CLIENT_ID={{client_id}}
IMS_SCOPES=AdobeID,openid,email,profile,additional_info.roles,additional_info.projectedProductContext
COMMERCE_URL=https://na1.api.commerce.adobe.com/t1
`,
        'server.js': `const url = \`https://ims-na1.adobelogin.com/ims/authorize/v2?client_id=\${id}&redirect_uri=\${uri}&scope=\${scopes}&state=something&response_type=code\`
fetch(process.env.COMMERCE_URL + '/rest/v1/products', { headers: { Authorization: token } })
`,
      }),
    ).toEqual([
      'commerce_host_without_environment',
      'commerce_path_not_accs',
      'nonce_missing',
      'scope_missing',
      'state_missing',
      'variable_placeholder',
    ])
  })
})

function findCodes(files: Readonly<Record<string, string>>): readonly string[] {
  const found = Object.entries(files).map(([file, text]) => ({ file, text }))
  const { findings } = examine({ files: found, notLookedAt: [] }, '/nowhere', { nowMs: 0 })
  return [...new Set(findings.map(({ code }) => code))].toSorted()
}
