export const tree = (host: string, token: string) => fetch(new URL('/adobe/folders?path=/content/dam', host), { headers: { Authorization: `Bearer ${token}` } })
