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
export { AemError } from './lib/aem-error.ts'
export type { AemFailure } from './lib/aem-failure.ts'
export type { AemProblem } from './lib/aem-problem.ts'
export {
  readAssetMetadata,
  updateAssetMetadata,
  type AssetMetadata,
  type AssetMetadataUpdate,
  type JsonPatchOperation,
  type ReadAssetMetadataOptions,
  type UpdateAssetMetadataOptions,
} from './lib/asset-metadata.ts'
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
export {
  createFolder,
  createFolders,
  type CreateFolderOutcome,
  type CreateFoldersOptions,
  type CreateFoldersResult,
  type NewFolder,
} from './lib/create-folders.ts'
export {
  deleteFolders,
  type DeleteFolderOutcome,
  type DeleteFoldersOptions,
  type DeleteFoldersResult,
} from './lib/delete-folders.ts'
export {
  explainFailure,
  type ExplainFailureOptions,
  type FailureCause,
  type FailureExplanation,
} from './lib/explain-failure.ts'
export { FolderError, type FolderErrorCode } from './lib/folder-error.ts'
export type { FolderJobProgress, FollowFolderJobOptions } from './lib/folder-job.ts'
export type { Folder } from './lib/folder.ts'
export {
  iterateFolders,
  listFolders,
  type FolderPage,
  type IterateFoldersOptions,
  type ListFoldersOptions,
} from './lib/list-folders.ts'
