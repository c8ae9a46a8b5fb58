import axios from 'axios'
import { headersFor } from './headers.js'
const AEM = 'https://author-p51211-e320133.adobeaemcloud.com'
export const folders = (token) => axios.get(`${AEM}/adobe/folders`, { headers: headersFor(token) })
