import express from 'express'
import { createServer } from 'vite'
const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom' })
const app = express().use(vite.middlewares)
app.post('/token', async (req, res) => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: process.env.IMS_ID, client_secret: process.env.IMS_SECRET, scope: 'openid,AdobeID' })
  res.json(await (await fetch('https://ims-na1.adobelogin.com/ims/token/v3', { method: 'POST', body })).json())
})
app.listen(3000)
