/** What a page imports, apart from the redirect page: that one has sentences for the user in every build. */
export const page = `
import * as browser from '@mudbrick/browser'
import * as iframe from '@mudbrick/browser/iframe'
import * as popup from '@mudbrick/browser/popup'
import * as profile from '@mudbrick/browser/profile'
import { createImsClient } from '@mudbrick/ims'

globalThis.page = [browser, iframe, popup, profile, createImsClient]
`

// One of each package and of each way to write them.
const examples = [
  'check the connection, the address and its certificate',
  'ask only for scopes that the credential owns',
  'No sign-in is waiting for this authorization response',
  'The session lacks the scope that is needed',
  'have the user allow popups for this site',
  'IMS did not say who has signed in',
]

/** Returns the sentences that a build should have and has not. */
export function missingFrom(code: string): readonly string[] {
  return examples.filter((example) => !code.includes(example))
}

/** Returns the sentences of a build: five words or more in a row. */
export function sentencesOf(code: string): readonly string[] {
  // What a module exports is a list of names.
  const withoutExports = code.replace(/export\s*\{[^}]*\}/g, '')
  return withoutExports.match(/[A-Za-z]+(?:,? [A-Za-z][A-Za-z'-]+){4,}/g) ?? []
}
