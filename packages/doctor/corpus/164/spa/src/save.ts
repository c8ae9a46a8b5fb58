import { etagOf } from './etag'
const root = 'https://author-p51211-e320133.adobeaemcloud.com/adobe/sites/cf/fragments'
export async function save(id: string, token: string, change: object) {
  const read = await fetch(`${root}/${id}`, { headers: { Authorization: `Bearer ${token}` } })
  return fetch(`${root}/${id}`, { method: 'PUT', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'If-Match': etagOf(read) }, body: JSON.stringify(change) })
}
