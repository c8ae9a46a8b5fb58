import type { ReactElement } from 'react'

/** The sign of this app: a shopping bag, as in its favicon. */
export function BrandMark(): ReactElement {
  return (
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#b9317e" />
      <path d="M8 12h16l1.5 14h-19z" fill="#fff" />
      <path
        d="M12 15v-4a4 4 0 0 1 8 0v4"
        fill="none"
        stroke="#ffc46b"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  )
}
