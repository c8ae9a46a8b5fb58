/** One rule of an endpoint: an answer when the request breaks it, nothing when the next rule may look. */
export type Check<Context> = (
  context: Context,
) => Response | undefined | Promise<Response | undefined>

/** Runs the rules in order and gives the first answer. */
export async function firstAnswer<Context>(
  checks: readonly Check<Context>[],
  context: Context,
): Promise<Response | undefined> {
  for (const check of checks) {
    // One rule stands on what the one before it found, so they cannot run side by side.
    // oxlint-disable-next-line no-await-in-loop
    const response = await check(context)
    if (response !== undefined) return response
  }
  return undefined
}
