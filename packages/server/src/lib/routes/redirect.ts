/** Sends the browser on, to be asked for by `GET`. */
export function redirectTo(target: URL | string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({ location: String(target) })
  for (const setCookie of setCookies) headers.append('set-cookie', setCookie)
  return new Response(null, { status: 303, headers })
}
