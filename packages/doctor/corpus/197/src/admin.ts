const url = new URL('rest/default/V1/integration/admin/token', process.env.MAGENTO_URL)
export const adminToken = (username: string, password: string) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password }) })
