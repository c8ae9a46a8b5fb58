import { requestToken } from './token.ts'
export async function keepFresh(use: (token: string) => void): Promise<void> {
  const { access_token, expires_in } = await requestToken()
  use(access_token)
  setTimeout(() => void keepFresh(use), expires_in)
}
