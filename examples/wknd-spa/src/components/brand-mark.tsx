import type { ReactElement } from 'react'

/** The sign of this app: two peaks and a sun, as in its favicon. */
export function BrandMark(): ReactElement {
  return (
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#3b63fb" />
      <path d="M5 24 13 9l5 9 2.5-4L27 24z" fill="#fff" />
      <circle cx="22.5" cy="9" r="2.5" fill="#ffd66e" />
    </svg>
  )
}
