import { persist } from './storage'
import { requestToken } from './ims'

export async function finish(code: string, verifier: string) {
  const answer = await requestToken(code, verifier)
  persist('session', { accessToken: answer.access_token, until: Date.now() + answer.expires_in * 1000 })
}
