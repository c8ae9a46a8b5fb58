// @ts-check
import { watchAemConfiguration } from './watch-aem-configuration.mjs'

/**
 * Runs the sandbox in this process, and returns it with where its services are.
 * @param {{
 *   offset: number,
 *   scheme: 'https' | 'http',
 *   certificate: import('@mudbrick/sandbox/node').Certificate,
 *   stop: import('./stop.mjs').Stop,
 * }} options
 */
export async function serveSandbox({ offset, scheme, certificate, stop }) {
  const { createSandbox } = await import('@mudbrick/sandbox')
  const { listen } = await import('@mudbrick/sandbox/node')
  const sandbox = await createSandbox({ portOffset: offset, scheme })
  // It would read AEM's files when AEM is first asked; one that is wrong is to be named now.
  sandbox.configureAem({})
  const { origins, close } = await listen(sandbox, { certificate })
  stop.closing(close)
  const stopWatching = watchAemConfiguration(sandbox)
  stop.closing(async () => stopWatching())
  return { sandbox, origins }
}
