import type { Plugin } from 'vite'

/** Evaluates Spectrum's style macro at build time, in the sample and in its frame. */
export declare function styleMacros(): Plugin[]
