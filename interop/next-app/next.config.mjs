import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
export default {
  distDir: '.cache/next',
  // Mudbrick is taken from packages/*/dist by path, which is outside of this folder.
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
}
