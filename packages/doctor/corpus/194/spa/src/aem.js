const AEM = 'https://author-p1211-e20133.adobeaemcloud.com'
const headers = (t) => ({ Authorization: `Bearer ${t}`, 'X-Api-Key': '08c3c4d5e6f70819a2b3c4d5e6f70819' })
export const models = (t) => fetch(AEM + '/adobe/sites/cf/models?limit=50', { headers: headers(t) })
export const drop = (t, p) => fetch(`${AEM}/adobe/folders?path=${encodeURIComponent(p)}`, { method: 'DELETE', headers: headers(t) })
