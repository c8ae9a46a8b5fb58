export function createSession() { return { accessToken: undefined as string | undefined } }
