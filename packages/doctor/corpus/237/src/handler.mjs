const { AEM_HOST } = process.env
export const list = async ({ token }) => {
  const r = await fetch(new URL('/adobe/sites/cf/fragments?limit=20', AEM_HOST), { headers: { Authorization: `Bearer ${token}` } })
  return { statusCode: 200, body: await r.text() }
}
