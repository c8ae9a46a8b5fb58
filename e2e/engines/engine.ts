import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

import type { Driver } from './webdriver.ts'

/** A browser of another engine than Chromium's, with nothing stored. */
export interface Engine {
  /** Its name and version. */
  readonly version: string
  readonly driver: Driver
  close(): Promise<void>
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export async function stop(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return
  const exit = once(process_, 'exit')
  process_.kill('SIGTERM')
  await exit
}
