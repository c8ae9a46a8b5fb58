/** How long IMS asked to be left alone, if it did. */
export function retryAfterMsOf(error: object): number | undefined {
  return 'retryAfterMs' in error && typeof error.retryAfterMs === 'number'
    ? error.retryAfterMs
    : undefined
}
