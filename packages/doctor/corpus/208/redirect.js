import { CLIENT } from './client.js'
document.title = CLIENT.redirectUri
