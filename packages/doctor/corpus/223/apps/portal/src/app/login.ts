import { scopes } from '@acme/shared'
import { environment } from '../environments/environment'

export function loginUrl(state: string, challenge: string): string {
  const params = new URLSearchParams()
  params.append('client_id', environment.adobe.clientId)
  params.append('scope', scopes)
  params.append('response_type', 'code')
  params.append('redirect_uri', environment.adobe.redirect)
  params.append('state', state)
  params.append('code_challenge', challenge)
  params.append('code_challenge_method', 'S256')
  return `https://ims-na1.adobelogin.com/ims/authorize/v2?${params}`
}
