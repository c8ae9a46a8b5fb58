/** Gives milliseconds since this process began, by a clock that nobody sets. */
export const defaultElapsed = (): number => performance.now()

/** Spreads times; nothing secret depends on it. */
export const defaultRandom = (): number => Math.random()

/** Draws bytes that nobody can guess. */
export const randomBytes = (length: number): Uint8Array =>
  crypto.getRandomValues(new Uint8Array(length))

/** The environment of this process. */
export const processEnvironment: Readonly<Record<string, string | undefined>> = process.env
