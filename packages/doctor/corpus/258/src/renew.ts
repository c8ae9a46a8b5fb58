export function plan(answer: { expires_in: number }, renew: () => void): NodeJS.Timeout {
  const seconds = answer.expires_in
  return setTimeout(renew, (seconds - 60) * 1000)
}
export const at = (a: { expires_in: number }) => new Date(Date.now() + a.expires_in * 1e3)
export const token = 'https://ims-na1.adobelogin.com/ims/token/v3'
