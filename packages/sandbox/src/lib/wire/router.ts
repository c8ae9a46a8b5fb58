/** One request at one service. */
export type Endpoint<Context> = (context: Context) => Promise<Response> | Response

/** The endpoints of a service, by path and method. */
export type Routes<Context> = Readonly<Record<string, Readonly<Record<string, Endpoint<Context>>>>>

/** Finds the endpoint, forgiving one trailing slash; `HEAD` is `GET` without its body. */
export async function route<Context>(
  routes: Routes<Context>,
  request: Request,
  context: Context,
  pathname: string = new URL(request.url).pathname,
): Promise<Response | undefined> {
  const methods = routes[pathname] ?? routes[pathname.replace(/\/$/, '')]
  if (methods === undefined) return undefined
  const isHead = request.method === 'HEAD'
  const endpoint = methods[isHead ? 'GET' : request.method]
  if (endpoint === undefined) return methodNotAllowed(Object.keys(methods))
  const response = await endpoint(context)
  return isHead ? new Response(null, response) : response
}

function methodNotAllowed(methods: readonly string[]): Response {
  const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  return new Response(null, { status: 405, headers: { allow: allow.join(', ') } })
}
