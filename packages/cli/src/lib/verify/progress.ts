import type { Terminal } from '../terminal.ts'

/** Says each second how far the comparison is, while it takes longer than one. */
export function showProgress({ line }: Terminal): {
  readonly report: (done: number, count: number) => void
  readonly stop: () => void
} {
  let text = ''
  let shown = ''
  const timer = setInterval(() => {
    if (text !== shown) line(text)
    shown = text
  }, 1000)
  return {
    report: (done, count) => {
      text = `${done} of ${count} exchanges …`
    },
    stop: () => clearInterval(timer),
  }
}
