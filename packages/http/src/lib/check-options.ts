import { ConfigurationError } from './configuration-error.ts'

/**
 * Refuses options that are none, or have a name that nobody reads. Scripts call too, whatever the types promise.
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
  const stranger = Object.keys(options).find((name) => !names.includes(name))
  if (stranger === undefined) return
  throw new ConfigurationError(
    'invalid_option',
    stranger,
    `${stranger} is no option of ${caller}: it takes ${names.join(', ')}.`,
  )
}
