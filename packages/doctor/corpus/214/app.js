const passport = require('passport')
const { Strategy } = require('passport-adobe-oauth2')
passport.use(new Strategy({
  clientID: process.env.ADOBE_ID, clientSecret: process.env.ADOBE_SECRET, callbackURL: 'https://localhost:8443/auth/callback', scope: 'openid,AdobeID', state: true,
}, (accessToken, refreshToken, profile, done) => done(null, { id: profile.id })))
require('express')().get('/auth', passport.authenticate('adobe')).listen(8443)
