import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['*.interop.test.ts'],
    testTimeout: 30_000,
    // Foreign clients wait and retry in real time: one after the other leaves them the computer.
    fileParallelism: false,
  },
})
