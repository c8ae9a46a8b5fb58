import type { ApiCall } from '@mudbrick/doctor'

/** What the page sends to AEM, and reads of its answers: a CORS policy has to allow all of it. */
export const aemCalls: readonly ApiCall[] = [
  {
    path: '/adobe/sites/cf/models',
    headers: ['Authorization'],
    scope: 'aem.fragments.management',
  },
  {
    path: '/adobe/folders',
    headers: ['Authorization', 'X-Api-Key'],
    scope: 'aem.folders',
  },
  {
    method: 'POST',
    path: '/adobe/folders',
    headers: ['Authorization', 'Content-Type', 'X-Api-Key'],
    scope: 'aem.folders',
  },
  {
    method: 'POST',
    path: '/adobe/folders/delete',
    headers: ['Authorization', 'Content-Type', 'X-Api-Key'],
    readsHeaders: ['Location', 'Retry-After'],
    scope: 'aem.folders',
  },
]
