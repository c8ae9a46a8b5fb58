import { ConfigurationError } from './configuration-error.ts'

/**
 * Refuses options that are not an object, or that have an unknown name: JavaScript callers have no types to tell them.
 *
 * @param caller the function whose options they are
 * @param known every option that it takes
 * @throws {@link ConfigurationError}
 */
export function checkOptions<Options extends object>(
  caller: string,
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
): void {
  const names = Object.keys(known)
  if (typeof options !== 'object' || options === null) {
    throw new ConfigurationError(
      'invalid_option',
      'options',
      `The options of ${caller} are ${String(options)}: give an object of ${names.join(', ')}.`,
    )
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown === undefined) return
  throw new ConfigurationError(
    'invalid_option',
    unknown,
    `Unknown option ${unknown} for ${caller}: it takes ${names.join(', ')}.`,
  )
}
