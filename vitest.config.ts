import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defaultExclude, defineConfig } from 'vitest/config'
import { compileWorkersInVite } from './tools/testing/processes/worker-urls.ts'

const source = {
  plugins: [compileWorkersInVite()],
  resolve: { conditions: ['@mudbrick/source'] },
  ssr: { resolve: { conditions: ['@mudbrick/source'] } },
}

// They look at what has been loaded, and have to be alone for it.
const loadingTests = 'packages/*/src/**/*-loading.test.ts'

// The second React, and the testing library's modules that can be led to it.
const react18 = fileURLToPath(new URL('tools/react-18/node_modules/', import.meta.url))
const testingLibrary = fileURLToPath(
  new URL(
    'node_modules/@testing-library/react/dist/@testing-library/react.esm.js',
    import.meta.url,
  ),
)

export default defineConfig({
  ...source,
  test: {
    // One core is left to others, except where there are but two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'examples/*/{src,vite}/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'contract/**/*.test.ts',
            'docs/**/*.test.ts',
            'tools/**/*.test.ts',
          ],
          exclude: [...defaultExclude, loadingTests],
          // Every effect is injected, so that there is nothing for one file to leave to the next.
          isolate: false,
          setupFiles: ['tools/testing/platform/no-network.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'loading',
          environment: 'node',
          include: [loadingTests],
          setupFiles: ['tools/testing/platform/no-network.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['packages/*/src/**/*.test.tsx', 'docs/**/*.test.tsx'],
          setupFiles: ['tools/testing/platform/no-network.ts'],
        },
      },
      {
        ...source,
        resolve: {
          ...source.resolve,
          alias: [
            { find: /^(react|react-dom)(?=\/|$)/, replacement: `${react18}$1` },
            { find: '@testing-library/react', replacement: testingLibrary },
          ],
        },
        test: {
          name: 'react-18',
          environment: 'happy-dom',
          include: ['packages/react/src/**/*.test.tsx'],
          setupFiles: ['tools/testing/platform/no-network.ts'],
          server: { deps: { inline: ['@testing-library/react'] } },
        },
      },
      {
        ...source,
        test: {
          name: 'live',
          environment: 'node',
          include: ['contract/**/*.live.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'engines',
          environment: 'node',
          include: ['e2e/engines/**/*.engine.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['e2e/**/*.e2e.ts'],
          // Stories open contexts of their own in the browser that those of a worker share.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Much of a story is waiting for a browser.
          maxWorkers: 2,
        },
      },
    ],
  },
})
