import type { Plugin } from 'vite'

/** Keeps Spectrum 2 from fetching Adobe's fonts from the internet. */
export declare function localFonts(): Plugin
