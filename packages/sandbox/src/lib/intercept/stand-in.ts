import type { SandboxOrigins } from '../origins.ts'
import type { Sandbox } from '../sandbox.ts'

/** Answers a request to a host of Adobe's that the sandbox stands in for. */
export type StandIn = (request: Request) => Promise<Response>

/** Lets a sandbox of this process answer at whatever host it is asked, so that it names that host. */
export function standInWith(
  findSandbox: () => Pick<Sandbox, 'servedAt'> | Promise<Pick<Sandbox, 'servedAt'>>,
): (role: 'ims' | 'aem') => StandIn {
  return (role) => async (request) => {
    const sandbox = await findSandbox()
    return sandbox.servedAt(originsFor(role, new URL(request.url).origin))(request)
  }
}

function originsFor(role: 'ims' | 'aem', origin: string): SandboxOrigins {
  return { ...productionOrigins, [role]: origin }
}

const productionOrigins: SandboxOrigins = {
  home: 'https://sandbox.test',
  ims: 'https://ims-na1.adobelogin.com',
  aem: 'https://author-p1-e1.adobeaemcloud.com',
}
