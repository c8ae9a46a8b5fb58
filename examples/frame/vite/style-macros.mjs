import { createVitePlugin } from 'unplugin'
import macros from 'unplugin-parcel-macros'

const frame = '/node_modules/@mudbrick/sample-frame/'

/**
 * Evaluates Spectrum's style macro at build time. The plugin leaves out all of `node_modules`, where
 * the frame lies when a sample runs outside of the repository.
 * @returns {import('vite').Plugin[]}
 */
export function styleMacros() {
  const create = createVitePlugin((options, meta) =>
    [macros.raw(options, meta)].flat().map((plugin) => ({ ...plugin, transformInclude })),
  )
  return [create()].flat()
}

/** @param {string} id */
function transformInclude(id) {
  const path = id.replaceAll('\\', '/').replace(frame, '/frame/')
  return /\.(js|jsx|ts|tsx)$/.test(path) && !path.includes('/node_modules/')
}
