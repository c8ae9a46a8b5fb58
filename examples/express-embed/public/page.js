// @ts-check
import { isSignInError } from './standalone.js'
import { showAccount } from './account.js'
import { describeFailure } from './failure.js'
import { interceptCode } from './intercept.js'
import { createPoster, drawPoster, recolor, resize, toFile } from './poster.js'
import { asUser, isSandbox, session } from './session.js'
import { createParagraph, element } from './elements.js'
import { springTrap } from './trap.js'

const stage = element('stage')
const buttons = document.querySelectorAll('button')
/** @type {import('./poster.js').Poster | undefined} */
let poster
let waiting = new AbortController()

onPress('create', 'Create', createPoster)
onPress('recolor', 'Change colours', (name) => recolor(poster ?? createPoster(name)))
onPress('square', 'Resize', (name) => resize(poster ?? createPoster(name)))
onPress('download', 'Download', (name) => offer(poster ?? createPoster(name)))
onDemonstration('trap', springTrap)
onDemonstration('intercept', interceptCode)
element('sign-out').addEventListener('click', () => void session.signOut())
element('page-origin').textContent = location.host
element('sandbox').hidden = !isSandbox
if (location.hostname === '127.0.0.1') leaveOutTrap()

const emptyStage = [...stage.childNodes]
/** @type {string | undefined} */
let userId

session.subscribe(showSession)
await session.ready
showSession()
for (const button of buttons) button.disabled = false

function showSession() {
  const snapshot = session.getSnapshot()
  showAccount(snapshot)
  const isAnother = snapshot.status === 'signed-in' && userId !== snapshot.userId
  if (snapshot.status === 'signed-out' || isAnother) forgetUser()
  if (snapshot.status === 'signed-in') userId = snapshot.userId
}

/** The origin of the default redirect URI has no trap. */
function leaveOutTrap() {
  const elsewhere = element('trap-origin')
  if (elsewhere instanceof HTMLAnchorElement) {
    elsewhere.href = location.origin.replace('127.0.0.1', 'localhost')
  }
  element('no-trap').hidden = false
  element('trap-lesson').hidden = true
  element('trap').hidden = true
}

/** What one user has made, perhaps in another tab, is not for the next to see. */
function forgetUser() {
  if (userId === undefined) return
  userId = undefined
  poster = undefined
  stage.replaceChildren(...emptyStage)
  element('requests').replaceChildren()
  element('no-requests').hidden = false
  const scroller = document.querySelector('.scroller')
  if (scroller instanceof HTMLElement) scroller.hidden = true
}

/**
 * @param {string} id
 * @param {string} label
 * @param {(name: string) => import('./poster.js').Poster} makePoster
 */
function onPress(id, label, makePoster) {
  element(id).addEventListener('click', async () => {
    if (waiting.signal.aborted) waiting = new AbortController()
    const { signal } = waiting
    showBusy(waiting)
    try {
      poster = await asUser(makePoster, (request) => showRequest(label, request), signal)
      show(drawPoster(poster))
    } catch (error) {
      if (!signal.aborted) show(createAlert(error))
      else if (poster) show(drawPoster(poster))
      else show(...emptyStage)
    }
  })
}

/**
 * @param {string} id
 * @param {(show: (...content: Node[]) => void) => Promise<void>} demonstrate
 */
function onDemonstration(id, demonstrate) {
  const result = element(`${id}-result`)
  element(id).addEventListener('click', async () => {
    try {
      await demonstrate((...content) => result.replaceChildren(...content))
    } catch (error) {
      result.replaceChildren(createAlert(error))
    }
  })
}

/** @param {AbortController} attempt What Cancel gives up. */
function showBusy(attempt) {
  const text = createParagraph('Working … If a window has opened, sign in there.')
  text.className = 'busy'
  const cancel = document.createElement('button')
  cancel.type = 'button'
  cancel.textContent = 'Cancel'
  cancel.addEventListener('click', () => attempt.abort())
  stage.replaceChildren(text, cancel)
  stage.setAttribute('aria-busy', 'true')
}

/** @param {Node[]} content */
function show(...content) {
  stage.replaceChildren(...content)
  stage.setAttribute('aria-busy', 'false')
}

/** @param {unknown} error */
function createAlert(error) {
  const { title, text, advice, link } = describeFailure(error)
  if (!isSignInError(error)) console.error(error)
  const box = document.createElement('div')
  box.className = 'alert'
  box.setAttribute('role', 'alert')
  const heading = createParagraph(title)
  heading.className = 'title'
  box.append(heading, createParagraph(text), createParagraph(advice))
  if (link !== undefined) box.append(createLink(link))
  return box
}

/** @param {string} address */
function createLink(address) {
  const link = document.createElement('a')
  link.href = address
  link.target = '_blank'
  link.rel = 'noreferrer'
  link.textContent = `Open ${address}`
  return link
}

/**
 * @param {string} label
 * @param {{ method: string, url: string, status: number }} request
 */
function showRequest(label, { method, url, status }) {
  const row = document.createElement('tr')
  const cells = [label, `${method} ${url}`, 'Authorization: Bearer ••••••', String(status)]
  for (const text of cells) row.insertCell().textContent = text
  element('requests').prepend(row)
  element('no-requests').hidden = true
  const scroller = document.querySelector('.scroller')
  if (scroller instanceof HTMLElement) scroller.hidden = false
}

/**
 * @param {import('./poster.js').Poster} finished
 * @returns {import('./poster.js').Poster}
 */
function offer(finished) {
  const link = document.createElement('a')
  link.href = toFile(finished)
  link.download = 'poster.svg'
  link.click()
  return finished
}
