import { request } from './http'
export const removeFolder = (path: string, token: string) => request('DELETE', '/adobe/folders?path=' + encodeURIComponent(path), token)
