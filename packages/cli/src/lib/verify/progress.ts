import type { Terminal } from '../terminal.ts'

/** Says each second how far the comparison is, while it takes longer than one, and every five that it waits. */
export function showProgress({ line }: Terminal): {
  readonly report: (done: number, count: number) => void
  readonly stop: () => void
} {
  let text = ''
  let shown = ''
  let waited = 0
  const timer = setInterval(() => {
    // The user is still being asked.
    if (text === '') return
    waited = text === shown ? waited + 1 : 0
    if (waited === 0) line(text)
    else if (waited % 5 === 0) line(`${text} waiting for an answer`)
    shown = text
  }, 1000)
  return {
    report: (done, count) => {
      text = `${done} of ${count} exchanges …`
    },
    stop: () => clearInterval(timer),
  }
}
