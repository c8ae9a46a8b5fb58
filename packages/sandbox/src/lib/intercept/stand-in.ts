import type { SandboxOrigins } from '../origins.ts'
import type { Sandbox } from '../sandbox.ts'
import type { ServiceRole } from './adobe-hosts.ts'

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
