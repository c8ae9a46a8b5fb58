/** What a sign-in by popup does with windows: the real ones by default, fake ones in tests. */
export interface PopupWindows {
  /** Opens an empty window; undefined where the browser refuses, as it does outside of a click. */
  readonly open: () => PopupWindow | undefined
  /** Calls back when this page's own window gets or loses the focus, until told to stop. */
  readonly onFocusChange: (listener: (hasFocus: boolean) => void) => () => void
}

/** A window that was opened for a sign-in, as far as its opener still has a say in it. */
export interface PopupWindow {
  /** Sends it to an address. */
  readonly navigate: (address: URL) => void
  /** Brings it to the front. */
  readonly focus: () => void
  /** Tells whether it is gone, or whether its page has cut it off (Cross-Origin-Opener-Policy). */
  readonly isClosed: () => boolean
  /** Closes it. */
  readonly close: () => void
}
