/** The endpoints of IMS, whatever their version; `form` takes the forms of its sign-in pages. */
export type ImsEndpoint =
  | 'authorize'
  | 'form'
  | 'token'
  | 'jwt'
  | 'session-token'
  | 'userinfo'
  | 'profile'
  | 'organizations'
  | 'validate'
  | 'revoke'
  | 'logout'
  | 'discovery'
  | 'keys'

const endpoints: readonly (readonly [RegExp, ImsEndpoint])[] = [
  [/^\/ims\/authorize(?:\/v\d+)?\/(?:sign-in|consent)\/?$/, 'form'],
  [/^\/ims\/authorize(?:\/v\d+)?\/?$/, 'authorize'],
  [/^\/ims\/token(?:\/v\d+)?\/?$/, 'token'],
  [/^\/ims\/exchange(?:\/v\d+)?\/jwt\/?$/, 'jwt'],
  [/^\/ims\/check(?:\/v\d+)?\/token\/?$/, 'session-token'],
  [/^\/ims\/userinfo(?:\/v\d+)?\/?$/, 'userinfo'],
  [/^\/ims\/profile(?:\/v\d+)?\/?$/, 'profile'],
  [/^\/ims\/organizations(?:\/v\d+)?\/?$/, 'organizations'],
  [/^\/ims\/validate_token(?:\/v\d+)?\/?$/, 'validate'],
  [/^\/ims\/(?:revoke|invalidate_token(?:\/v\d+)?)\/?$/, 'revoke'],
  [/^\/ims\/logout(?:\/v\d+)?(?:\/token)?\/?$/, 'logout'],
  [/^\/ims\/\.well-known\//, 'discovery'],
  [/^\/ims\/keys\/?$/, 'keys'],
]

export function imsEndpoint(path: string): ImsEndpoint | undefined {
  return endpoints.find(([pattern]) => pattern.test(path))?.[1]
}
