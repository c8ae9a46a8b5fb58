import { http, HttpResponse } from 'msw'
export const handlers = [
  http.post('https://ims-na1.adobelogin.com/ims/token/v3', () => HttpResponse.json({ access_token: 'fake', refresh_token: 'fake', expires_in: 86399 })),
  http.get('https://author-p71211-e420133.adobeaemcloud.com/adobe/folders', () => HttpResponse.json({ children: [] })),
]
