export const session = { accessToken: '' }
