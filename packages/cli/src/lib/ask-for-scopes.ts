import type { ScopeQuestion } from '@mudbrick/sandbox/node'

/** Asks the user at the terminal for the scopes that a download of the Developer Console does not carry. */
export async function askForScopes({
  credentials,
  services,
}: ScopeQuestion): Promise<readonly string[] | undefined> {
  // Most runs ask nothing.
  const { isCancel, text } = await import('@clack/prompts')
  const answer = await text({
    message: `Which scopes may ${credentials.join(', ')} ask for? The download does not say. Its services: ${services.join(', ') || 'none'}.`,
    initialValue: 'openid,AdobeID',
    validate: (value = '') =>
      splitScopes(value).length === 0
        ? 'Write at least one scope, such as openid; separate several by commas.'
        : undefined,
  })
  return isCancel(answer) ? undefined : splitScopes(answer)
}

/** Scopes as they are written in one text: separated by commas, as at IMS, or by spaces. */
export function splitScopes(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}
