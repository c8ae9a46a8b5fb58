export async function callback(req, res) {
  const { code } = req.query
  const r = await fetch('https://ims-na1.adobelogin.com/ims/token/v3', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(process.env.ID + ':' + process.env.SECRET)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code }),
  })
  req.session.tokens = await r.json()
  res.redirect('/')
}
