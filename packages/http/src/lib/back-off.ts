import { defaultRandom } from './defaults.ts'

/**
 * Calculates how long to leave a service alone, in milliseconds, after so many failures in a row: about
 * half a second at first, and twice as long each time. Half of it is fixed, so that the service gets
 * its rest; half is spread, so that its clients do not come back all at once.
 *
 * @param failures How often it has failed, from 1 up.
 * @param random Spreads the times, from 0 up to 1; the platform's randomness unless told.
 */
export function calculateBackOffMs(failures: number, random: () => number = defaultRandom): number {
  return 250 * 2 ** failures * (0.5 + random() / 2)
}
