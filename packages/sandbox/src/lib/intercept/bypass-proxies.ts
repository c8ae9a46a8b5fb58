import https from 'node:https'
import process from 'node:process'

import { adobeDomains } from './adobe-hosts.ts'

/**
 * Keeps requests to Adobe's hosts away from a proxy that the environment names (`HTTPS_PROXY`), which would connect
 * to Adobe or fail offline. Returns a function that undoes it.
 */
export function bypassProxies(): () => void {
  const before = { no_proxy: process.env['no_proxy'], NO_PROXY: process.env['NO_PROXY'] }
  const list = before.no_proxy ?? before.NO_PROXY ?? ''
  if (!proxyVariables.some((name) => process.env[name]) || list === '*') return () => {}

  // Clients read either name, and most of them again at each request.
  const hosts = adobeDomains.flatMap((domain) => [domain, `.${domain}`])
  const extended = [...new Set([...list.split(','), ...hosts])].filter(Boolean).join(',')
  Object.assign(process.env, { no_proxy: extended, NO_PROXY: extended })

  // With NODE_USE_ENV_PROXY, Node.js has given its own agent a copy of the environment at the start.
  const agent = https.globalAgent
  const options: https.AgentOptions & { readonly proxyEnv?: NodeJS.ProcessEnv } = agent.options
  const isProxied = options.proxyEnv !== undefined
  if (isProxied) {
    const proxied: typeof options = { ...options, proxyEnv: process.env }
    https.globalAgent = new https.Agent(proxied)
  }
  return () => {
    if (isProxied) https.globalAgent = agent
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

const proxyVariables = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'all_proxy',
  'ALL_PROXY',
]
