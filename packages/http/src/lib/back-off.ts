import { defaultRandom } from './defaults.ts'

/**
 * Calculates how long to wait before the next request, in milliseconds, after a number of failures in a
 * row: about half a second at first, and twice as long each time. Half of it is fixed, so that the
 * service can recover; half is random, so that its clients do not all return at once.
 *
 * @param failures How often it has failed, from 1 up.
 * @param random Spreads the times, from 0 up to 1; the platform's randomness by default.
 */
export function calculateBackOffMs(failures: number, random: () => number = defaultRandom): number {
  return 250 * 2 ** failures * (0.5 + random() / 2)
}
