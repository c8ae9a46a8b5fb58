import { explains } from '@mudbrick/http/explains'
import { ConfigurationError } from './configuration-error.ts'

/**
 * Refuses a call that leaves out what it needs: JavaScript callers have no types to tell them.
 *
 * @param advice - what to give, as the end of a sentence
 * @throws {@link ConfigurationError} `invalid_option`
 */
export function requireGiven(value: unknown, option: string, advice: string | false): void {
  if (value !== undefined && value !== null) return
  throw new ConfigurationError(
    'invalid_option',
    option,
    explains && `${option} is missing: ${advice}.`,
  )
}
