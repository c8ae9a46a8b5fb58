import { pages, rfc, type ServiceSentences } from './sentence-table.ts'

/** What is said of requests to AEM and of its answers. */
export const aemSentences: ServiceSentences = {
  parameters: {
    cursor: [
      'Where the page of the list begins: the cursor of the page before, nothing for the first.',
      pages.aemSites,
    ],
    limit: ['How many items a page of the list has at most.', pages.aemSites],
    path: ['The folder that is meant, by its path in the repository.', pages.aemFolders],
    projection: ['How much of each item is wanted: summary or full.', pages.aemSites],
  },
  requestHeaders: {
    authorization: [
      'The access token, by which AEM knows the user, the application and its scopes.',
      rfc(6750, '2.1'),
    ],
    'x-api-key': [
      'The client id of the application: it has to be the one of the access token.',
      pages.aemHowTo,
    ],
  },
  responseHeaders: {},
  requestBody: {
    '[].op': ['What a patch does: add, replace, remove.', rfc(6902, '4')],
    '[].path': [
      'Which member of the metadata is meant, or where a folder is made.',
      rfc(6902, '4'),
    ],
    '[].title': ['The title of the new folder.', pages.aemFolders],
    '[].value': ['The value to write.', rfc(6902, '4')],
    'paths[]': ['The folders to delete.', pages.aemFolders],
    recursive: ['Whether folders that are not empty are deleted too.', pages.aemFolders],
  },
  responseBody: {
    assetId: ['The id of the asset, urn:aaid:aem:….', pages.aemAssets],
    'assetMetadata.dc:format': ['The media type of the asset.', pages.aemAssets],
    'assetMetadata.dc:title': ['The title of the asset.', pages.aemAssets],
    children: ['The folders below this one.', pages.aemFolders],
    cursor: ['Where the next page begins; there is none after the last.', pages.aemSites],
    'data.values.successes': ['What of a bulk request succeeded.', pages.aemFolders],
    description: ['What the folder is for.', pages.aemFolders],
    detail: ['What went wrong, in a sentence.', rfc(9457, '3.1.4')],
    error_code: ['The error of the gateway, in front of the API.', pages.aemHowTo],
    errors: ['What of a bulk request failed.', pages.aemFolders],
    items: [
      'What the user may read of it; what may not be read is left out without a word.',
      pages.aemSites,
    ],
    jobId: ['The id of the job that does the work later.', pages.aemFolders],
    message: ['What went wrong, in a sentence.', pages.aemHowTo],
    operation: ['What the job does.', pages.aemFolders],
    'repositoryMetadata.repo:name': ['The name of the file.', pages.aemAssets],
    'repositoryMetadata.repo:path': ['The path of the file in the repository.', pages.aemAssets],
    'repositoryMetadata.repo:state': ['Whether the asset is there or deleted.', pages.aemAssets],
    'self.folderId': ['The id of the folder.', pages.aemFolders],
    'self.name': ['The name of the folder, a part of its path.', pages.aemFolders],
    'self.path': ['The path of the folder in the repository.', pages.aemFolders],
    'self.title': ['The title of the folder.', pages.aemFolders],
    state: ['How far the job is.', pages.aemFolders],
    status: ['The status of the answer once more.', rfc(9457, '3.1.2')],
    title: ['What kind of error it is.', rfc(9457, '3.1.3')],
    type: ['Names the kind of error.', rfc(9457, '3.1.1')],
    '*': ['A member of what was read, which the page of the API describes.', pages.aemSites],
    warnings: ['What of a bulk request was done with a reservation.', pages.aemFolders],
  },
}
