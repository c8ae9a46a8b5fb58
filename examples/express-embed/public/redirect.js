// @ts-check
import { exchangeAuthCodeForToken } from './standalone.js'

await exchangeAuthCodeForToken()
