// @ts-check
import { readFileSync } from 'node:fs'
import os from 'node:os'

/** What the figures of a run depend on. */
export function describeMachine() {
  const [processor] = os.cpus()
  return {
    at: new Date().toISOString(),
    processor: `${os.cpus().length} × ${processor?.model ?? 'unknown processor'}`,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: `Node ${process.version}`,
    load: `load ${os.loadavg()[0]?.toFixed(1)}`,
    versions: ['oidc-provider', 'oauth2-mock-server', 'jose', 'undici']
      .map((name) => `${name} ${readVersion(name)}`)
      .join(', '),
  }
}

/** @param {string} name */
function readVersion(name) {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')).version
}
