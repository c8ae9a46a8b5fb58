import type { Variable } from './variable.ts'

/** What a variable is for. */
export type Role = 'redirectUri' | 'clientId' | 'aemHost' | 'scopes'

/** The variable of this role: by the name that Adobe's tutorial gives it, else by a name that tells. */
export function findByRole(role: Role, variables: readonly Variable[]): Variable | undefined {
  const { tutorial, name: telling, value } = roles[role]
  const candidates = variables.filter(
    ({ name }) => !ofOthers.test(name) && !(role === 'aemHost' && ofOtherTiers.test(name)),
  )
  return (
    candidates.find(({ name }) => name === tutorial) ??
    candidates.find(({ name }) => telling.test(name) && /ADOBE|IMS|ADC|AEM/.test(name)) ??
    candidates.find(({ name }) => telling.test(name)) ??
    (value && candidates.find((variable) => value.test(variable.value)))
  )
}

/** The names of variables for another provider of sign-in, or for another service. */
export const ofOthers: RegExp =
  /GITHUB|GITLAB|GOOGLE|AZURE|AUTH0|FACEBOOK|OKTA|KEYCLOAK|COGNITO|STRIPE|SLACK|DATABASE|POSTGRES|MYSQL|MONGO|REDIS|SMTP|SENTRY|TWILIO|SENDGRID|OPENAI|AWS_|(?:^|_)DB_/

/** Hosts that are meant to be of another tier. */
const ofOtherTiers = /PUBLISH|PREVIEW|DELIVERY|DISPATCHER|CDN/i

const roles: Readonly<Record<Role, { tutorial: string; name: RegExp; value?: RegExp }>> = {
  redirectUri: { tutorial: 'REACT_APP_REDIRECT_URI', name: /(?:REDIRECT|CALLBACK)_?UR[IL]$/i },
  clientId: { tutorial: 'REACT_APP_ADC_CLIENT_ID', name: /CLIENT_?ID$/i },
  scopes: { tutorial: 'REACT_APP_ADC_SCOPES', name: /SCOPES?$/i },
  aemHost: {
    tutorial: 'REACT_APP_AEM_ASSET_HOSTNAME',
    name: /AEM(?:_[A-Z]+)*_(?:HOST|HOSTNAME|ORIGIN|URL|AUTHOR)$/,
    value: /\.adobeaemcloud\.com/,
  },
}
