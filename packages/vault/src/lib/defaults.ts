/** Returns milliseconds since this process started, by a clock that cannot be set. */
export const defaultElapsed = (): number => performance.now()

/** Spreads times; not for secrets. */
export const defaultRandom = (): number => Math.random()

/** Returns unguessable bytes. */
export const randomBytes = (length: number): Uint8Array =>
  crypto.getRandomValues(new Uint8Array(length))

/** The environment of this process. */
export const processEnvironment: Readonly<Record<string, string | undefined>> = process.env
