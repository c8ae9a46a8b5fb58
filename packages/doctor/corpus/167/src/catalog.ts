import { BASE } from './base.ts'
export const products = (token: string) => fetch(`${BASE}/rest/default/V1/products?searchCriteria[pageSize]=50`, { headers: { authorization: `Bearer ${token}` } })
