import type { Project } from '../project/read-project.ts'

/** One read-only request to a service. */
export interface Question {
  readonly kind: 'discovery' | 'authorization' | 'aem' | 'commerce'
  readonly url: URL
  /** The redirect URI that an authorization is asked for. */
  readonly redirectUri?: string
  readonly clientId?: string | undefined
}

/** What to ask the services that the variables name. */
export function listQuestions({ apps }: Project): readonly Question[] {
  const questions = apps.flatMap(({ facts: [development] }) =>
    listForVariables(development?.variables ?? {}),
  )
  const seen = new Set<string>()
  return questions.filter(({ url }) => !seen.has(url.href) && seen.add(url.href))
}

function listForVariables(
  variables: Readonly<Record<string, string | undefined>>,
): readonly Question[] {
  const all = Object.entries(variables).map(([name, value = '']) => ({
    name,
    url: URL.parse(value),
    value,
  }))
  const find = (test: RegExp): string | undefined => all.find(({ name }) => test.test(name))?.value
  const clientId = find(/(?:ADC|IMS|ADOBE)\w*CLIENT_?ID$/) ?? find(/CLIENT_?ID$/)
  const redirectUri = find(/(?:REDIRECT|CALLBACK)_UR[IL]$/)
  const scopes = find(/SCOPES?$/)
  const ims =
    all.find(({ url }) => url && isIms(url))?.url?.origin ??
    all.find(({ name, url }) => url && /IMS|AUTHORIZ|TOKEN_ENDPOINT/.test(name))?.url?.origin ??
    (clientId === undefined ? undefined : 'https://ims-na1.adobelogin.com')
  const aem = all.find(({ name, url }) => url && isAem(name, url))?.url
  const commerce = all.find(({ name, url }) => url && isCommerce(name, url))?.url
  return [
    ...(ims === undefined ? [] : listForIms(ims, clientId, redirectUri, scopes)),
    ...(aem
      ? [{ kind: 'aem' as const, url: new URL('/adobe/sites/cf/models?limit=1', aem), clientId }]
      : []),
    ...(commerce
      ? [
          {
            kind: 'commerce' as const,
            url: new URL(`${commerce.href.replace(/\/+$/, '')}/V1/store/storeConfigs`),
            clientId,
          },
        ]
      : []),
  ]
}

/** IMS shows no page when it is asked with `prompt=none`, and leads where it would lead a user. */
function listForIms(
  origin: string,
  clientId: string | undefined,
  redirectUri: string | undefined,
  scopes: string | undefined,
): readonly Question[] {
  const discovery = new URL('/ims/.well-known/openid-configuration', origin)
  const questions: Question[] = [{ kind: 'discovery', url: discovery }]
  if (clientId === undefined || redirectUri === undefined || !URL.canParse(redirectUri))
    return questions
  const url = new URL('/ims/authorize/v2', origin)
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes ?? 'openid',
    response_type: 'code',
    prompt: 'none',
    state: 'mudbrick-doctor',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }).toString()
  return [...questions, { kind: 'authorization', url, redirectUri }]
}

function isIms({ hostname, pathname }: URL): boolean {
  return hostname.endsWith('.adobelogin.com') || pathname.startsWith('/ims/')
}

function isAem(name: string, { hostname }: URL): boolean {
  return hostname.endsWith('.adobeaemcloud.com') || /AEM.*(?:HOST|HOSTNAME|ORIGIN|URL)$/.test(name)
}

function isCommerce(name: string, { hostname }: URL): boolean {
  return (
    hostname.endsWith('.commerce.adobe.com') || /COMMERCE.*(?:BASE_URL|HOST|ORIGIN|URL)$/.test(name)
  )
}
