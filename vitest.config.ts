import { defineConfig } from 'vitest/config'

const source = {
  resolve: { conditions: ['@mudbrick/source'] },
  ssr: { resolve: { conditions: ['@mudbrick/source'] } },
}

export default defineConfig({
  ...source,
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'examples/*/{src,vite}/**/*.test.ts',
            'contract/**/*.test.ts',
            'tools/**/*.test.ts',
          ],
          setupFiles: ['tools/testing/no-network.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['packages/*/src/**/*.test.tsx'],
          setupFiles: ['tools/testing/no-network.ts'],
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
          name: 'e2e',
          environment: 'node',
          include: ['e2e/**/*.e2e.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
