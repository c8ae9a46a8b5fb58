import { randomBytes } from 'node:crypto'
import type { Router } from 'express'
import { ims } from './ims.js'

export function addRoutes(router: Router) {
  router.get('/login', (req, res) => {
    req.session.state = randomBytes(16).toString('hex')
    const url = new URL('https://ims-na1.adobelogin.com/ims/authorize/v2')
    url.searchParams.append('client_id', ims.clientId)
    url.searchParams.append('redirect_uri', ims.redirectUri)
    url.searchParams.append('scope', 'openid,AdobeID')
    url.searchParams.append('response_type', 'code')
    url.searchParams.append('state', req.session.state)
    res.redirect(url.href)
  })
}
