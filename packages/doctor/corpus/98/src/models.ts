import { createAemClient, listContentFragmentModels } from '@mudbrick/aem'
import { session } from './users.ts'

const aem = createAemClient({ origin: import.meta.env.VITE_AEM_ORIGIN, fetch: session.fetch })
export const models = () => listContentFragmentModels(aem, { limit: 20 })
