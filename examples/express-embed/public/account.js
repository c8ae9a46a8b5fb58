// @ts-check
import { element } from './elements.js'

/** @param {import('@mudbrick/browser').SessionSnapshot} snapshot */
export function showAccount(snapshot) {
  element('account').textContent = describe(snapshot)
  element('sign-out').hidden = snapshot.status !== 'signed-in'
}

/** @param {import('@mudbrick/browser').SessionSnapshot} snapshot */
function describe(snapshot) {
  if (snapshot.status === 'signed-in') return snapshot.profile?.name ?? 'Signed in'
  return words[snapshot.status]
}

const words = {
  restoring: 'Looking for your session …',
  'signed-out': 'Not signed in',
  'signing-in': 'Signing in, in a window of its own …',
  expired: 'Your session has ended',
}
