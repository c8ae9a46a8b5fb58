export const exchange = (code) => fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
  method: 'POST',
  headers: { Authorization: `Basic ${Buffer.from(process.env.ID + ':' + process.env.SECRET).toString('base64')}` },
  body: new URLSearchParams({ grant_type: 'authorization-code', code }),
})
