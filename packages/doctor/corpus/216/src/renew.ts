interface Grant { refresh_token: string; access_token: string }
export async function renew(grant: Grant, save: (g: Grant) => Promise<void>): Promise<Grant> {
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', headers: { authorization: `Basic ${btoa(`${process.env.ID}:${process.env.SECRET}`)}` }, body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: grant.refresh_token }) })
  if (!r.ok) throw new Error(`IMS answered ${r.status}`)
  const next = { ...grant, ...(await r.json()) }
  await save(next)
  return next
}
