export const DEFAULTS = { credentials: 'include', mode: 'cors' }
