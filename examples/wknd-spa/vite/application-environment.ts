import { inspect } from 'node:util'

import type { Plugin, UserConfig } from 'vite'

import { pageVariables, parseConfiguration } from '../src/configuration.ts'
import { describeFindings } from './doctor-findings.ts'
import { type Environment, findOffsetFault, readEnvironment } from './environment.ts'
import { parseServerSettings } from './server-settings.ts'

/**
 * Gives the page its variables, and the server its port and certificate. Stops Vite with one
 * sentence per fault when they cannot work, before anyone sees a page that does nothing.
 */
export function applicationEnvironment(folder: string): Plugin {
  let findings: readonly string[] = []
  return {
    name: 'application-environment',
    config: (_, { command }): UserConfig => {
      stopOnFaults([findOffsetFault(process.env)])
      const environment = readEnvironment(folder, process.env)
      const page = parseConfiguration(environment)
      stopOnFaults(page.isValid ? [] : page.faults)
      // The files may be older than the deployed ones, so a finding does not stop the server.
      findings = command === 'serve' ? describeFindings(folder, environment) : []
      return {
        define: definePageVariables(environment),
        ...(command === 'serve' && createServerConfig(environment, folder)),
      }
    },
    configResolved: ({ logger }) => {
      for (const finding of findings) logger.warn(finding)
    },
  }
}

function createServerConfig(environment: Environment, folder: string): UserConfig {
  const result = parseServerSettings(environment, folder)
  stopOnFaults(result.faults)
  const { port, certificate } = result.settings
  const server = {
    host: 'localhost',
    port,
    strictPort: true,
    ...(certificate && { https: certificate }),
  }
  return { server, preview: server }
}

function definePageVariables(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    pageVariables.map((name) => [`import.meta.env.${name}`, JSON.stringify(environment[name])]),
  )
}

function stopOnFaults(faults: readonly (string | undefined)[]): void {
  const sentences = faults.filter((fault) => fault !== undefined)
  if (sentences.length > 0) throw new StartupFault(sentences.join('\n'))
}

class StartupFault extends Error {
  // Vite prints an error with its stack, which would hide the sentences.
  [inspect.custom](): string {
    return this.message
  }
}
