import express from 'express'
import { exchange } from './ims.ts'
export const app = express()
app.get('/callback', async (req, res) => {
  if (req.query.state !== req.cookies.state) return void res.sendStatus(400)
  const tokens = await exchange(String(req.query.code))
  res.cookie('session', tokens.access_token, { httpOnly: true, secure: true, sameSite: 'lax', maxAge: tokens.expires_in })
  res.redirect('/')
})
