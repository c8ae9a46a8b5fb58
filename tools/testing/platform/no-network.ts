import { afterAll } from 'vitest'

import { closeConnections } from './platform-fetch.ts'

// A unit test that reaches for the network has forgotten to inject `fetch`: say which URL it wanted.
globalThis.fetch = (input) => {
  const url = input instanceof Request ? input.url : String(input)
  return Promise.reject(
    new Error(`A test asked the network for ${url}: pass it a fetch of its own.`),
  )
}

afterAll(closeConnections)
