import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

/** A shop under mountains, in the evening: whose prices you are about to read. Decoration only. */
export function Storefront(): ReactElement {
  return (
    <svg
      viewBox="0 0 480 400"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      className={picture}
    >
      <defs>
        <linearGradient id="evening" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#1d2a5c" />
          <stop offset="0.45" stopColor="#7c3a7d" />
          <stop offset="0.8" stopColor="#f08a6c" />
        </linearGradient>
        <linearGradient id="light" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#ffe9b0" />
          <stop offset="1" stopColor="#ffb961" />
        </linearGradient>
        <radialGradient id="lamp">
          <stop offset="0" stopColor="#ffdf9a" stopOpacity="0.75" />
          <stop offset="1" stopColor="#ffdf9a" stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width="480" height="400" fill="url(#evening)" />
      <g fill="#fff">
        <circle cx="52" cy="52" r="1.5" opacity="0.9" />
        <circle cx="148" cy="30" r="1.1" opacity="0.7" />
        <circle cx="246" cy="70" r="1.3" opacity="0.8" />
        <circle cx="334" cy="38" r="1" opacity="0.6" />
        <circle cx="428" cy="62" r="1.5" opacity="0.8" />
      </g>
      <path d="M0 268 92 162l62 66 88-112 104 122 50-48 84 84v126H0z" fill="#53306f" />
      <path d="m242 116 34 40-16-5-12 15-14-18-22 10z" fill="#ecc3cf" />
      <path d="M0 310c80-34 150-18 230-4s170 10 250-20v114H0z" fill="#331d52" />
      <ellipse cx="240" cy="318" rx="210" ry="80" fill="url(#lamp)" />
      <path d="M120 222h240v128H120z" fill="#7a3551" />
      <path d="M108 206h264l10 20H98z" fill="#4a1f3c" />
      <path d="M146 262h84v64h-84z" fill="url(#light)" />
      <path d="M300 262h42v88h-42z" fill="url(#light)" />
      <path d="M300 262h42v88h-42z" fill="#b9317e" opacity="0.25" />
      <circle cx="334" cy="308" r="2.5" fill="#4a1f3c" />
      <g fill="#8d3f1f">
        <path d="M156 326v-26l14-14 14 14v26z" opacity="0.75" />
        <path d="M192 326v-18h12v18zM210 326v-30h10v30z" opacity="0.6" />
      </g>
      <path d="M146 262h84v4h-84zM186 262h4v64h-4z" fill="#7a3551" />
      <g>
        <path d="M128 232h28v20a14 14 0 0 1-28 0z" fill="#fff3ea" />
        <path d="M156 232h28v20a14 14 0 0 1-28 0z" fill="#e34b8b" />
        <path d="M184 232h28v20a14 14 0 0 1-28 0z" fill="#fff3ea" />
        <path d="M212 232h28v20a14 14 0 0 1-28 0z" fill="#e34b8b" />
        <path d="M240 232h28v20a14 14 0 0 1-28 0z" fill="#fff3ea" />
        <path d="M268 232h28v20a14 14 0 0 1-28 0z" fill="#e34b8b" />
        <path d="M296 232h28v20a14 14 0 0 1-28 0z" fill="#fff3ea" />
        <path d="M324 232h28v20a14 14 0 0 1-28 0z" fill="#e34b8b" />
      </g>
      <path d="M0 350c120-14 360-14 480 0v50H0z" fill="#1f1138" />
      <path d="M300 350h42l26 50h-94z" fill="#ffb961" opacity="0.22" />
      <g fill="#150b29">
        <path d="m52 354 16-48 16 48zM76 356l12-34 12 34zM396 352l16-52 16 52zM424 356l11-32 11 32z" />
      </g>
    </svg>
  )
}

const picture = style({ display: 'block', size: 'full' })
