import {
  createFolders,
  deleteFolders,
  listContentFragmentModels,
  listFolders,
  readAssetMetadata,
  updateAssetMetadata,
} from '@mudbrick/aem'

import { drive, type Drives } from './drive.ts'

const asset = (number: number): string =>
  `urn:aaid:aem:000000a0-0000-4000-8000-00000000000${number}`
const refused = (status: number): unknown => ({ name: 'AemError', code: 'http_error', status })

export const aemDrives: Drives = {
  'aem/asset-metadata.json': {
    "an asset's metadata": drive(readAssetMetadata, (call, { aem }) => call(aem(), asset(0)), {
      assetId: asset(0),
    }),
    'its title changed by a JSON Patch, whatever its version': drive(
      updateAssetMetadata,
      (call, { aem }) =>
        call(aem(), asset(1), [{ op: 'add', path: '/dc:title', value: 'Beervana' }], { etag: '*' }),
      {},
    ),
    'an old version': drive(
      updateAssetMetadata,
      (call, { aem }) =>
        call(aem(), asset(2), [{ op: 'add', path: '/dc:title', value: 'B' }], {
          etag: '"0000000000000000"',
        }),
      refused(412),
    ),
  },
  'aem/content-fragment-models.json': {
    "the tutorial's first page of ten": drive(
      listContentFragmentModels,
      (call, { aem }) => call(aem(), { cursor: '0', limit: 10, projection: 'summary' }),
      { items: { length: 10, 0: { name: 'Adventure', status: 'enabled', fields: undefined } } },
    ),
    'no token': drive(listContentFragmentModels, (call, { aem }) => call(aem()), refused(401)),
    'a token without the scope': drive(
      listContentFragmentModels,
      (call, { aem }) => call(aem()),
      refused(403),
    ),
  },
  'aem/folders.json': {
    'a folder and those right under it': drive(
      listFolders,
      (call, { aem }) => call(aem(), { path: '/content/dam/wknd-shared', limit: 2 }),
      { self: { path: '/content/dam/wknd-shared' }, children: { length: 2 } },
    ),
    'a folder that is not there': drive(
      listFolders,
      (call, { aem }) => call(aem(), { path: '/content/dam/none' }),
      refused(404),
    ),
    'a token without the scope aem.folders': drive(
      listFolders,
      (call, { aem }) => call(aem()),
      refused(403),
    ),
    'a new folder': drive(
      createFolders,
      (call, { aem }) => call(aem(), [{ path: '/content/dam/wknd-shared/south', title: 'South' }]),
      { isComplete: true, outcomes: { length: 1, 0: { status: 'created' } } },
    ),
    'a folder that exists: 200, with the conflict inside': drive(
      createFolders,
      (call, { aem }) => call(aem(), [{ path: '/content/dam/wknd-shared', title: 'WKND' }]),
      { isComplete: false, outcomes: { 0: { error: { code: 'folder_exists' } } } },
    ),
    'a user who may only read': drive(
      createFolders,
      (call, { aem }) => call(aem(), [{ path: '/content/dam/wknd-shared/east' }]),
      refused(403),
    ),
    'a full folder goes as a job': drive(
      deleteFolders,
      (call, { aem }) => call(aem(), ['/content/dam/wknd-shared/fr'], { recursive: true }),
      { isComplete: true },
    ),
  },
}
