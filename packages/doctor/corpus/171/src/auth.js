const IMS = 'https://ims-na1.adobelogin.com'
exports.exchange = (jwt) => fetch(`${IMS}/ims/exchange/jwt`, { method: 'POST', body: new URLSearchParams({ client_id: process.env.API_KEY, client_secret: process.env.CLIENT_SECRET, jwt_token: jwt }) })
