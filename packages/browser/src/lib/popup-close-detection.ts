import type { Clock } from '@mudbrick/ims'
import type { PopupWindows } from './popup-windows.ts'

// A popup that has answered closes itself, which gives the focus back: its answer is heard first.
export const returnGraceMs = 1_000

/**
 * Calls back a second after the user has come back to this window, having left it, and has stayed;
 * until told to stop. This is the only sign of a closed popup that can be believed at all times: a
 * page with a Cross-Origin-Opener-Policy makes `closed` true as soon as it opens.
 */
export function watchForReturn(
  windows: Pick<PopupWindows, 'onFocusChange'>,
  clock: Clock,
  listener: () => void,
): () => void {
  let hasLeft = false
  let stopTimer: (() => void) | undefined
  const stopWatching = windows.onFocusChange((hasFocus) => {
    stopTimer?.()
    if (!hasFocus) hasLeft = true
    else if (hasLeft) stopTimer = clock.setTimer(listener, returnGraceMs)
  })
  return () => {
    stopTimer?.()
    stopWatching()
  }
}
