export {
  ConfigurationError,
  HttpError,
  isMudbrickError,
  MudbrickError,
  NetworkError,
  TimeoutError,
  UnexpectedResponseError,
  type Clock,
  type Fetch,
} from '@mudbrick/http'
export { createAemClient, type AemClient, type CreateAemClientOptions } from './lib/aem-client.ts'
export { AemError, type AemProblem } from './lib/aem-error.ts'
export type { AemFailure } from './lib/aem-failure.ts'
export type {
  ContentFragmentModel,
  ContentFragmentModelField,
} from './lib/content-fragment-model.ts'
export {
  iterateContentFragmentModels,
  listContentFragmentModels,
  type ContentFragmentModelPage,
  type ListContentFragmentModelsOptions,
} from './lib/content-fragment-models.ts'
