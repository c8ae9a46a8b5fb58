const CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'
export function generateRandomString(length) {
  let text = ''
  for (let i = 0; i < length; i++) text += CHARS.charAt(Math.floor(Math.random() * CHARS.length))
  return text
}
