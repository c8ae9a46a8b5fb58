import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

/** Mountains at dusk: what WKND is about. Decoration only. */
export function Landscape(): ReactElement {
  return (
    <svg
      viewBox="0 0 480 400"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      className={picture}
    >
      <defs>
        <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#26235f" />
          <stop offset="0.3" stopColor="#6b3a94" />
          <stop offset="0.55" stopColor="#e0637f" />
          <stop offset="0.75" stopColor="#ffb766" />
        </linearGradient>
        <radialGradient id="glow">
          <stop offset="0.35" stopColor="#ffe2a0" stopOpacity="0.7" />
          <stop offset="1" stopColor="#ffe2a0" stopOpacity="0" />
        </radialGradient>
        <linearGradient id="snow" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#ffe9dc" />
          <stop offset="1" stopColor="#c89bd0" />
        </linearGradient>
      </defs>
      <rect width="480" height="400" fill="url(#sky)" />
      <g fill="#fff">
        <circle cx="62" cy="44" r="1.5" opacity="0.9" />
        <circle cx="138" cy="82" r="1" opacity="0.7" />
        <circle cx="214" cy="36" r="1.2" opacity="0.8" />
        <circle cx="300" cy="64" r="1" opacity="0.6" />
        <circle cx="412" cy="40" r="1.5" opacity="0.8" />
        <circle cx="360" cy="104" r="1" opacity="0.5" />
      </g>
      <circle cx="352" cy="216" r="120" fill="url(#glow)" />
      <circle cx="352" cy="216" r="42" fill="#ffe6ab" />
      <path d="M0 292 84 210l52 46 78-84 92 104 64-58 110 96v86H0z" fill="#8b4a94" />
      <path d="M40 400 186 152l118 170 44-52 132 130z" fill="#41276e" />
      <path d="m186 152 46 66-22-8-14 20-18-24-26 14z" fill="url(#snow)" />
      <path d="M0 336c70-38 128-20 196 6s150 30 284-24v82H0z" fill="#2a1a52" />
      <path d="M0 374c92-26 196 0 268 2s140-14 212-30v54H0z" fill="#1a1038" />
      <g fill="#140b2c">
        <path d="m70 374 14-40 14 40zM84 378l0-10zM104 380l11-32 11 32zM388 372l14-44 14 44zM420 366l10-30 10 30z" />
      </g>
    </svg>
  )
}

const picture = style({ display: 'block', size: 'full' })
