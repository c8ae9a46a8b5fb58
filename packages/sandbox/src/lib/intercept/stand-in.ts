import { DroppedConnectionError } from '../faults/apply-fault.ts'
import { createPlainResponse } from '../node/plain-answer.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { Sandbox } from '../sandbox.ts'
import { explainRefusal, isServiceRole, type HostRole, type ServiceRole } from './adobe-hosts.ts'

/** Answers a request to a host of Adobe's that the sandbox stands in for. */
export type StandIn = (request: Request) => Promise<Response>

/** Lets a sandbox of this process answer at whatever host it is asked, so that it names that host. */
export function standInWith(
  findSandbox: () => Pick<Sandbox, 'servedAt'> | Promise<Pick<Sandbox, 'servedAt'>>,
): (role: ServiceRole) => StandIn {
  return (role) => async (request) => {
    const sandbox = await findSandbox()
    return sandbox.servedAt(originsFor(role, new URL(request.url).origin))(request)
  }
}

/** The host of the sandbox's own pages. */
export const homeHost = 'sandbox.test'

/** Shows the sandbox's own pages to a browser. */
export function standInAtHome(sandbox: Pick<Sandbox, 'servedAt'>): StandIn {
  return sandbox.servedAt(productionOrigins)
}

function originsFor(role: ServiceRole, origin: string): SandboxOrigins {
  return { ...productionOrigins, [role]: origin }
}

const productionOrigins: SandboxOrigins = {
  home: `https://${homeHost}`,
  ims: 'https://ims-na1.adobelogin.com',
  aem: 'https://author-p1-e1.adobeaemcloud.com',
  commerce: 'https://na1.api.commerce.adobe.com',
}

/** What answers for a host of Adobe's: the stand-in for its service, or the sentence that there is none. */
export function standInFor(
  create: (role: ServiceRole) => StandIn,
  hostname: string,
  role: HostRole,
): StandIn {
  if (isServiceRole(role)) return create(role)
  return async () => new Response(explainRefusal(hostname), { status: 502 })
}

/** The same, but why it failed is its answer: the program that asked has no terminal of the sandbox's to look at. */
export function answerOrExplain(hostname: string, standIn: StandIn): StandIn {
  return async (request) => {
    try {
      return await standIn(request)
    } catch (error) {
      if (error instanceof DroppedConnectionError) throw error
      console.error(`The Mudbrick sandbox failed to answer for ${hostname}:`, error)
      const sentence = error instanceof Error ? error.message : String(error)
      return createPlainResponse({ status: 502, sentence })
    }
  }
}
