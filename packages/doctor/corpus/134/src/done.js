import { trade } from './trade'

export async function done() {
  const { access_token } = await trade()
  document.cookie = `ims_token=${access_token}; path=/; max-age=86400`
}
