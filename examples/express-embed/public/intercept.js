// @ts-check
import { createListing, createParagraph } from './elements.js'
import { ims } from './session.js'

/**
 * Plays the attacker: intercepts the code of a sign-in and tries to exchange it. The page
 * that began the sign-in made up a code verifier and sent only its hash (RFC 7636), so the code
 * alone buys nothing.
 * @param {(...content: Node[]) => void} show
 */
export async function interceptCode(show) {
  const popup = window.open('', '_blank', 'popup,width=480,height=720')
  if (!popup) {
    show(
      createParagraph('The browser blocked the window: allow popups for this page, and try again.'),
    )
    return
  }
  show(createParagraph('Sign in in the window: the code that comes back is taken on the way.'))
  const state = createRandomText()
  const response = overhear(state)
  popup.location.replace(await createAuthorizationUrl(state))
  const code = (await response).get('code')
  if (code === null) {
    show(createParagraph('Adobe IMS gave no code this time, because the access was not allowed.'))
    return
  }
  const request = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: ims.clientId,
    code,
  })
  const answer = await fetch(ims.environment.tokenEndpoint, { method: 'POST', body: request })
  const path = new URL(ims.environment.tokenEndpoint).pathname
  show(
    createParagraph(
      answer.ok
        ? 'This IMS has exchanged it without a verifier. It should not have.'
        : 'The code was real, and Adobe IMS has refused it: it came without the code verifier.',
    ),
    createListing(
      `POST ${path}\n\ngrant_type=authorization_code&client_id=${ims.clientId}&code=••••••`,
    ),
    createListing(`${answer.status}\n\n${answer.ok ? '••••••' : await answer.text()}`),
  )
}

/**
 * The redirect page offers what it was given to every page of its origin, so that a script that got
 * into any of them could hear it.
 * @param {string} state
 * @returns {Promise<URLSearchParams>}
 */
function overhear(state) {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel('mudbrick:authorization-response')
    channel.addEventListener('message', ({ data }) => {
      const response = new URLSearchParams(data.response)
      if (response.get('state') !== state) return
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin
      channel.postMessage({ acknowledged: state })
      channel.close()
      resolve(response)
    })
  })
}

/** @param {string} state */
async function createAuthorizationUrl(state) {
  // The verifier is forgotten at once: the attacker never sees it.
  const verifier = new TextEncoder().encode(createRandomText())
  const challenge = new Uint8Array(await crypto.subtle.digest('SHA-256', verifier))
  const url = new URL(ims.environment.authorizationEndpoint)
  url.search = new URLSearchParams({
    client_id: ims.clientId,
    redirect_uri: ims.redirectUri,
    response_type: 'code',
    scope: ims.scopes.join(','),
    state,
    code_challenge: toBase64url(challenge),
    code_challenge_method: 'S256',
  }).toString()
  return url
}

function createRandomText() {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)))
}

/** @param {Uint8Array} bytes */
function toBase64url(bytes) {
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
