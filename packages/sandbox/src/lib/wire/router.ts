/** One request at one service, with what its path holds in the places of `{names}`. */
export type Endpoint<Context> = (
  context: Context,
  parts: Readonly<Record<string, string>>,
) => Promise<Response> | Response

/** The endpoints of a service, by path and method; `{name}` in a path stands for one part of it. */
export type Routes<Context> = Readonly<Record<string, Readonly<Record<string, Endpoint<Context>>>>>

/** Finds the endpoint, forgiving one trailing slash; `HEAD` is `GET` without its body. */
export async function route<Context>(
  routes: Routes<Context>,
  request: Request,
  context: Context,
  pathname: string = new URL(request.url).pathname,
): Promise<Response | undefined> {
  const found = find(routes, pathname.replace(/(.)\/$/, '$1'))
  if (found === undefined) return undefined
  const isHead = request.method === 'HEAD'
  const endpoint = found.methods[isHead ? 'GET' : request.method]
  if (endpoint === undefined) return methodNotAllowed(Object.keys(found.methods))
  const response = await endpoint(context, found.parts)
  return isHead ? new Response(null, response) : response
}

/** Endpoints that are asked only once a request has what they need. */
export function needing<Context>(
  findRefusal: (context: Context) => Response | undefined,
): (endpoint: Endpoint<Context>) => Endpoint<Context> {
  return (endpoint) => (context, parts) => findRefusal(context) ?? endpoint(context, parts)
}

/** Whether a path is the wanted one, or begins like one that ends with `*`. */
export function isPath(wanted: string, path: string): boolean {
  return wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted
}

function find<Context>(
  routes: Routes<Context>,
  pathname: string,
):
  | { readonly methods: Routes<Context>[string]; readonly parts: Record<string, string> }
  | undefined {
  const exact = routes[pathname]
  if (exact !== undefined) return { methods: exact, parts: {} }
  for (const [pattern, methods] of Object.entries(routes)) {
    const parts = matchParts(pattern.split('/'), pathname.split('/'))
    if (parts !== undefined) return { methods, parts }
  }
  return undefined
}

function matchParts(
  pattern: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined
  const parts: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const value = path[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name === undefined && part !== value) return undefined
    if (name !== undefined) parts[name] = decode(value)
  }
  return parts
}

/** A part that is broken percent-encoding names nothing: it is left as it came. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function methodNotAllowed(methods: readonly string[]): Response {
  const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  return new Response(null, { status: 405, headers: { allow: allow.join(', ') } })
}
