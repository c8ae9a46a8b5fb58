import axios from 'axios'
import { session } from './session'
export const http = axios.create({ baseURL: 'https://author-p71211-e420133.adobeaemcloud.com' })
http.interceptors.request.use((config) => {
  config.headers.Authorization = `Bearer ${session.accessToken}`
  config.headers['X-Api-Key'] = 'da1c3d4e5f60718293a4b5c6d7e8f901'
  return config
})
