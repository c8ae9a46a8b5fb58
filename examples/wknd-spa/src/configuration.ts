/** The page's configuration, checked. */
export interface Configuration {
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly userinfoEndpoint: string
  readonly clientId: string
  readonly scopes: string
  readonly aemOrigin: string
  readonly redirectUri: string
}

/** Variables by name, as a `.env` file, a process or `import.meta.env` holds them. */
export type Variables = Readonly<Record<string, unknown>>

export type ConfigurationResult =
  | { readonly isValid: true; readonly configuration: Configuration }
  | { readonly isValid: false; readonly faults: readonly string[] }

/** The variables that reach the page, by the names that Adobe's tutorial gives them. */
export const pageVariables = [
  'REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT',
  'REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT',
  'REACT_APP_ADOBE_IMS_USERINFO_ENDPOINT',
  'REACT_APP_ADC_CLIENT_ID',
  'REACT_APP_ADC_SCOPES',
  'REACT_APP_AEM_ASSET_HOSTNAME',
  'REACT_APP_REDIRECT_URI',
] as const

/** Checks every variable, so that all faults are told at once, one sentence each. */
export function parseConfiguration(variables: Variables): ConfigurationResult {
  const faults: string[] = []
  const read = (name: PageVariable, parse: Parser): string => {
    const reading = parse(name, variables[name])
    if ('value' in reading) return reading.value
    faults.push(reading.fault)
    return ''
  }

  const configuration: Configuration = {
    authorizationEndpoint: read('REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT', parseUrl),
    tokenEndpoint: read('REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT', parseUrl),
    userinfoEndpoint: read('REACT_APP_ADOBE_IMS_USERINFO_ENDPOINT', parseUrl),
    clientId: read('REACT_APP_ADC_CLIENT_ID', parseText),
    scopes: read('REACT_APP_ADC_SCOPES', parseText),
    aemOrigin: read('REACT_APP_AEM_ASSET_HOSTNAME', parseOrigin),
    redirectUri: read('REACT_APP_REDIRECT_URI', parseRedirectUri),
  }
  return faults.length === 0 ? { isValid: true, configuration } : { isValid: false, faults }
}

/** Whether the URL leads to this computer. */
export function isLoopback(url: string | URL): boolean {
  const { hostname } = new URL(url)
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  )
}

type PageVariable = (typeof pageVariables)[number]

/** What a variable turned out to be: its value, or a sentence that says what to put. */
type Reading = { readonly value: string } | { readonly fault: string }

type Parser = (name: PageVariable, raw: unknown) => Reading

const expected: Readonly<Record<PageVariable, string>> = {
  REACT_APP_ADOBE_IMS_AUTHORIZATION_ENDPOINT:
    'the authorization endpoint of Adobe IMS, such as https://ims-na1.adobelogin.com/ims/authorize/v2',
  REACT_APP_ADOBE_IMS_TOKEN_ENDPOINT:
    'the token endpoint of Adobe IMS, such as https://ims-na1.adobelogin.com/ims/token/v3',
  REACT_APP_ADOBE_IMS_USERINFO_ENDPOINT:
    'the userinfo endpoint of Adobe IMS, such as https://ims-na1.adobelogin.com/ims/userinfo/v2',
  REACT_APP_ADC_CLIENT_ID:
    'the Client ID of the OAuth Single-Page App credential in Adobe Developer Console',
  REACT_APP_ADC_SCOPES:
    'the scopes of that credential, such as AdobeID,openid,aem.folders,aem.assets.author,aem.fragments.management',
  REACT_APP_AEM_ASSET_HOSTNAME:
    'the origin of the AEM author, such as https://author-p12345-e67890.adobeaemcloud.com',
  REACT_APP_REDIRECT_URI:
    'the redirect URI registered with the credential, such as https://localhost:3001/callback',
}

function parseText(name: PageVariable, raw: unknown): Reading {
  const value = typeof raw === 'string' ? raw.trim() : ''
  // Separators alone are nothing either: an empty list of scopes.
  if (/^[\s,]*$/.test(value))
    return { fault: `${name} is missing from .env: put ${expected[name]}.` }
  if (/^<.*>$/.test(value)) {
    return { fault: `${name} still holds its placeholder in .env: put ${expected[name]}.` }
  }
  return { value }
}

function parseUrl(name: PageVariable, raw: unknown): Reading {
  const reading = parseText(name, raw)
  if ('fault' in reading) return reading
  const url = URL.parse(reading.value)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return { fault: `${name} in .env is not a URL: put ${expected[name]}.` }
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return {
      fault: `${name} in .env starts with http://, which is only allowed for this computer (localhost): put ${expected[name]}.`,
    }
  }
  return reading
}

function parseOrigin(name: PageVariable, raw: unknown): Reading {
  const reading = parseUrl(name, raw)
  if ('fault' in reading) return reading
  const url = new URL(reading.value)
  // Adobe's tutorial writes the host with a slash after it.
  if (!/^\/+$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    return { fault: `${name} in .env has something after the host: put only ${expected[name]}.` }
  }
  return { value: url.origin }
}

function parseRedirectUri(name: PageVariable, raw: unknown): Reading {
  const reading = parseUrl(name, raw)
  if ('fault' in reading || /^\/callback\/?$/.test(new URL(reading.value).pathname)) return reading
  return { fault: `${name} in .env does not lead to this app's /callback: put ${expected[name]}.` }
}
