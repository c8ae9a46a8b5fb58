const qs = require('qs')
const config = require('../config.cjs')
module.exports = (router) => {
  router.get('/auth', (ctx) => {
    ctx.redirect(`${config.ims.url}/ims/authorize/v2?${qs.stringify({
      client_id: config.ims.clientId,
      redirect_uri: config.ims.redirectUri,
      scope: config.ims.scope,
      response_type: 'code',
    })}`)
  })
}
