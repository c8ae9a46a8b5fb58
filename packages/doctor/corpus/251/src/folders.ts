import { http } from './http'
export const folders = (path: string) => http.get('/adobe/folders', { params: { path }, headers: { Accept: 'application/json' } })
