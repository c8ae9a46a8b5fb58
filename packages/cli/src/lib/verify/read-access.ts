import { UsageError } from '../usage-error.ts'
import type { Access } from './access.ts'
import type { VerifyChoices } from './verify-choices.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Reads what to ask Adobe with from the options and the environment; refuses what is half filled in. */
export function readAccess(choices: VerifyChoices, environment: Environment): Access {
  const { ims, aem, commerce, sku, asset, folder, organization } = choices
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined
  refuseHalves(choices, read)
  const [clientId, clientSecret = ''] = [
    read('MUDBRICK_VERIFY_CLIENT_ID'),
    read('MUDBRICK_VERIFY_CLIENT_SECRET'),
  ]
  const [accessToken, ofClient = ''] = [
    read('MUDBRICK_ACCESS_TOKEN'),
    read('MUDBRICK_ACCESS_TOKEN_CLIENT_ID'),
  ]
  const appClientId = read('MUDBRICK_VERIFY_APP_CLIENT_ID')
  const scopes = read('MUDBRICK_VERIFY_SCOPES') ?? 'openid,AdobeID'
  return {
    ims: readAddress('--ims', ims) ?? '',
    aem: readAddress('--aem', aem),
    commerce: readAddress('--commerce', commerce),
    sku,
    assetId: asset,
    folder,
    organization,
    ...(clientId !== undefined && { service: { clientId, clientSecret, scopes } }),
    ...(accessToken !== undefined && { user: { accessToken, clientId: ofClient } }),
    ...(appClientId !== undefined && {
      app: {
        clientId: appClientId,
        clientSecret: read('MUDBRICK_VERIFY_APP_CLIENT_SECRET'),
        redirectUri: readRedirectUri(choices.redirectUri),
        scopes: read('MUDBRICK_VERIFY_APP_SCOPES') ?? 'openid,AdobeID',
      },
    }),
    commerceToken: read('MUDBRICK_COMMERCE_ACCESS_TOKEN'),
  }
}

/** What is set alone, without which other variable or option it says nothing. */
function refuseHalves(choices: VerifyChoices, read: (name: string) => string | undefined): void {
  const variables = [
    ['MUDBRICK_VERIFY_CLIENT_ID', 'MUDBRICK_VERIFY_CLIENT_SECRET'],
    ['MUDBRICK_VERIFY_CLIENT_SECRET', 'MUDBRICK_VERIFY_CLIENT_ID'],
    ['MUDBRICK_VERIFY_SCOPES', 'MUDBRICK_VERIFY_CLIENT_ID'],
    ['MUDBRICK_ACCESS_TOKEN', 'MUDBRICK_ACCESS_TOKEN_CLIENT_ID'],
    ['MUDBRICK_ACCESS_TOKEN_CLIENT_ID', 'MUDBRICK_ACCESS_TOKEN'],
    ['MUDBRICK_VERIFY_APP_CLIENT_SECRET', 'MUDBRICK_VERIFY_APP_CLIENT_ID'],
    ['MUDBRICK_VERIFY_APP_SCOPES', 'MUDBRICK_VERIFY_APP_CLIENT_ID'],
  ] as const
  for (const [given, needed] of variables) {
    if (read(given) !== undefined && read(needed) === undefined)
      throw new UsageError(`${given} is set, and ${needed} is not: set both, or none`)
  }
  const options = [
    ['--sku', choices.sku, '--commerce', choices.commerce],
    ['--asset', choices.asset, '--aem', choices.aem],
    ['--folder', choices.folder, '--aem', choices.aem],
  ] as const
  for (const [given, value, needed, other] of options) {
    if (value !== undefined && other === undefined)
      throw new UsageError(`${given} is given without ${needed}: add ${needed}, or leave it out`)
  }
  if (choices.signIn === true && read('MUDBRICK_VERIFY_APP_CLIENT_ID') === undefined) {
    throw new UsageError(
      '--sign-in needs MUDBRICK_VERIFY_APP_CLIENT_ID: set the client id of your app',
    )
  }
}

function readAddress(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? '')
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal))
    return text.replace(/\/+$/, '')
  throw new UsageError(`${option} ${text} is no https address: write scheme and host`)
}

function readRedirectUri(text: string | undefined): string {
  if (text === undefined) {
    throw new UsageError(
      'MUDBRICK_VERIFY_APP_CLIENT_ID is set without --redirect-uri: name one that is registered for the app',
    )
  }
  if (URL.canParse(text)) return text
  throw new UsageError(
    `--redirect-uri ${text} is no address: write the one in Adobe Developer Console`,
  )
}
