const host = 'https://author-p71211-e420133.adobeaemcloud.com'
export const a = (t: string) => fetch(`${host}/adobe/sites/cf/models`, { headers: { Authorization: `Bearer ${t}` } })
