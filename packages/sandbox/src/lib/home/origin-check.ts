import type { Html } from '../wire/html.ts'

/**
 * Asks each origin of the page for anything at all. A browser that has not accepted its certificate gets
 * nothing; what an origin answers is of no interest, and with `no-cors` not to be seen.
 */
export const originCheck: Html = {
  html: `
for (const status of document.querySelectorAll('[data-origin]')) {
  const check = async () => {
    try {
      await fetch(status.dataset.origin + status.dataset.path, { mode: 'no-cors', cache: 'no-store' })
      status.textContent = 'gets there'
    } catch {
      status.textContent = 'does not get there yet: open the address, and go on past a warning about its certificate'
      status.classList.add('alarm')
    }
  }
  check()
  addEventListener('focus', () => { status.classList.remove('alarm'); check() })
}
`,
}
