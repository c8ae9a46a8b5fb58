import config from '../../lib/config'
import { withToken } from '../../lib/token'

export default withToken(async function models(req, res, token) {
  const answer = await fetch(`${config.aem.host}/adobe/sites/cf/models?limit=20`, { headers: { Authorization: `Bearer ${token}` } })
  res.status(answer.status).json(await answer.json())
})
