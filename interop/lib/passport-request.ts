/** What a strategy makes of a request. */
export interface PassportOutcome {
  readonly redirect?: string
  readonly user?: unknown
}

/** Shows a request to a strategy, as Passport's middleware does, without a web framework. */
export function authenticate(
  strategy: object,
  url: URL,
  session: object,
  { start = false } = {},
): Promise<PassportOutcome> {
  const query = start ? {} : Object.fromEntries(url.searchParams)
  const request = { method: 'GET', url: url.pathname, headers: {}, query, session }
  return new Promise((resolve, reject) => {
    const bound = Object.assign(Object.create(strategy), {
      redirect: (redirect: string) => resolve({ redirect }),
      success: (user: unknown) => resolve({ user }),
      fail: (info: unknown) => reject(new Error(`Refused: ${JSON.stringify(info)}`)),
      error: reject,
    })
    bound.authenticate(request, {})
  })
}
