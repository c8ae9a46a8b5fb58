import { readQueryAndForm } from '../../wire/parameters.ts'
import { allowOriginsOf } from '../cors.ts'
import type { ImsContext } from '../ims-context.ts'
import { imsError } from '../ims-error.ts'
import { signOut } from '../sign-out.ts'
import { areSound } from '../sound-parameters.ts'

/** `GET` or `POST /ims/logout/v1/token`: signs out without leading anywhere; JSON, or a call of `callback`. */
export async function silentLogoutEndpoint(context: ImsContext): Promise<Response> {
  const { credentials } = context.services.state
  const parameters = await readQueryAndForm(context.request)
  const credential = credentials.byClientId(parameters?.get('client_id') ?? '')
  const callback = parameters?.get('callback')
  const respond = (response: Response): Response =>
    allowOriginsOf(context, credential === undefined ? [] : [credential], response, {
      withCookies: true,
    })

  if (!areSound(context, parameters)) return respond(imsError(400, 'invalid_request'))
  if (callback !== undefined && !isFunctionName(callback)) {
    context.hint('callback_unusable')
    return respond(imsError(400, 'invalid_request'))
  }
  const cookie = await signOut(context, parameters.get('access_token'))
  return respond(
    new Response(callback === undefined ? '{}' : `${callback}({});`, {
      headers: {
        'set-cookie': cookie,
        'cache-control': 'no-store',
        'content-type': callback === undefined ? 'application/json' : 'application/javascript',
        'x-content-type-options': 'nosniff',
      },
    }),
  )
}

/** Anything else in a script could be a script. */
function isFunctionName(text: string): boolean {
  return /^[A-Za-z_$][\w$]{0,63}$/.test(text)
}
