import { jsonAnswer } from '../../wire/answer.ts'
import { answerBearer } from '../bearer-subject.ts'
import type { ImsContext } from '../ims-context.ts'
import { createProfile } from '../profile.ts'

/** `GET` or `POST /ims/profile/v1`: the profile in IMS's own words, for a bearer token. */
export function profileEndpoint(context: ImsContext): Promise<Response> {
  return answerBearer(context, ({ user, scopes }) =>
    jsonAnswer(createProfile(context, user, scopes), { headers: { 'cache-control': 'no-store' } }),
  )
}
