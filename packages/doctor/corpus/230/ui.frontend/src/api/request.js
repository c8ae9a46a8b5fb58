import { host } from './host'
import { token } from './token'
export async function request(path) {
  const response = await window.fetch(host + path, { headers: { Authorization: 'Bearer ' + token() } })
  return response.json()
}
