import { currentToken } from './auth'

const folders = `${process.env.REACT_APP_AEM_ASSET_HOSTNAME}/adobe/folders`
const apiKey = process.env.REACT_APP_ADC_CLIENT_ID

function headers() {
  return { Authorization: `Bearer ${currentToken()}`, 'X-Api-Key': apiKey }
}

export async function listFolders(path) {
  const response = await fetch(`${folders}?path=${encodeURIComponent(path)}`, { headers: headers() })
  return (await response.json()).children
}

export function createFolder(path, title) {
  return fetch(folders, {
    method: 'POST',
    headers: { ...headers(), 'Content-Type': 'application/json' },
    body: JSON.stringify([{ path, title }]),
  })
}

export function removeFolder(path) {
  return fetch(`${folders}?path=${encodeURIComponent(path)}`, { method: 'DELETE', headers: headers() })
}
