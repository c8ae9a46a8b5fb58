import { askIms } from './ask.ts'
let kept: { token: string; until: number } | undefined
export async function token(): Promise<string> {
  if (kept && kept.until > Date.now()) return kept.token
  const answer = await askIms()
  kept = { token: answer.access_token, until: Date.now() + answer.expires_in - 60_000 }
  return kept.token
}
