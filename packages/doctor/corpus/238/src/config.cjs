module.exports = { ims: { url: 'https://ims-na1.adobelogin.com', clientId: process.env.IMS_ID, redirectUri: process.env.IMS_BACK, scope: 'openid,AdobeID,offline_access' } }
