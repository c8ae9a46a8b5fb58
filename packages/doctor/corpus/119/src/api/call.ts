import { PATHS } from './paths'
const env = import.meta.env

export function listFolders(token: string, path: string): Promise<Response> {
  return fetch(`${env.VITE_AEM_HOST}${PATHS.folders}?path=${encodeURIComponent(path)}`, {
    headers: { authorization: `Bearer ${token}`, 'x-api-key': env.VITE_CLIENT_ID },
  })
}
