import runtime, { init } from '@adobe/exc-app'
init(() => { const app = runtime(); app.on('ready', ({ imsToken, imsOrg }) => { window.ims = Object.freeze({ org: imsOrg, hasToken: Boolean(imsToken) }) }) })
