import { currentToken } from './auth'

const host = process.env.REACT_APP_AEM_ASSET_HOSTNAME

export async function listModels() {
  const response = await fetch(`${host}/adobe/sites/cf/models?limit=20`, {
    headers: { Authorization: `Bearer ${currentToken()}` },
  })
  if (!response.ok) throw new Error((await response.json()).detail)
  return (await response.json()).items
}
