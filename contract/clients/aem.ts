import {
  createFolder,
  createFolders,
  deleteFolders,
  iterateContentFragmentModels,
  iterateFolders,
  listContentFragmentModels,
  listFolders,
  readAssetMetadata,
  updateAssetMetadata,
} from '@mudbrick/aem'
import { expect } from 'vitest'

import { drive, type Answer, type Drives } from './drive.ts'

const asset = (number: number): string =>
  `urn:aaid:aem:000000a0-0000-4000-8000-00000000000${number}`
const etag: unknown = expect.stringMatching(/^"[\da-f]{16}"$/)

function refused(status: number, title: string): unknown {
  const needsInteraction = status === 401
  const name = 'AemError'
  return {
    name,
    code: 'http_error',
    status,
    problem: { title },
    retryable: false,
    needsInteraction,
  }
}

/** The tutorial's projection leaves out the fields; instants are epoch milliseconds. */
const adventure = {
  path: '/conf/wknd-shared/settings/dam/cfm/models/adventure',
  name: 'Adventure',
  description: '',
  status: 'enabled',
  previewStatus: 'IN_SYNC',
  isLocked: false,
  createdAt: Date.UTC(2022, 4, 27, 16),
  createdBy: 'admin',
  modifiedAt: Date.UTC(2022, 5, 1, 17, 17, 43, 668),
  modifiedBy: 'admin',
  fields: undefined,
}

const firstTen = { cursor: '0', limit: 10, projection: 'summary' } as const
const firstTwo = { path: '/content/dam/wknd-shared', limit: 2 }
const folders = [
  { name: 'de', title: 'Deutsch', path: '/content/dam/wknd-shared/de' },
  { name: 'en', title: 'English', path: '/content/dam/wknd-shared/en' },
]
const south = { path: '/content/dam/wknd-shared/south', title: 'South' }
/** AEM's answer has no title. */
const createdFolder = {
  folderId: expect.stringMatching(/^urn:aaid:aem:/) as unknown,
  name: 'south',
  ...south,
}

export const aemDrives: Drives = {
  'aem/asset-metadata.json': {
    "an asset's metadata": drive(readAssetMetadata, (call, { aem }) => call(aem(), asset(0)), {
      assetId: asset(0),
      assetMetadata: { 'dc:title': 'Bali Surf Camp', 'dc:format': 'image/jpeg' },
      repositoryMetadata: { 'repo:name': 'bali-surf-camp.jpg', 'repo:state': 'ACTIVE' },
      etag,
    }),
    'its title changed by a JSON Patch, whatever its version': drive(
      updateAssetMetadata,
      (call, { aem }) =>
        call(aem(), asset(1), [{ op: 'add', path: '/dc:title', value: 'Beervana' }], { etag: '*' }),
      { etag },
    ),
    'an old version': drive(
      updateAssetMetadata,
      (call, { aem }) =>
        call(aem(), asset(2), [{ op: 'add', path: '/dc:title', value: 'B' }], {
          etag: '"0000000000000000"',
        }),
      refused(412, 'Precondition Failed'),
    ),
  },
  'aem/content-fragment-models.json': {
    "the tutorial's first page of ten": [
      drive(
        listContentFragmentModels,
        (call, { aem }) => call(aem(), firstTen),
        ({ cursor }: Answer) => ({ items: { length: 10, 0: adventure }, cursor }),
      ),
      drive(iterateContentFragmentModels, (call, { aem }) => call(aem(), firstTen).next(), {
        value: adventure,
        done: false,
      }),
    ],
    'no token': drive(
      listContentFragmentModels,
      (call, { aem }) => call(aem()),
      refused(401, 'Unauthorized'),
    ),
    'a token without the scope': drive(
      listContentFragmentModels,
      (call, { aem }) => call(aem()),
      refused(403, 'Forbidden'),
    ),
  },
  'aem/folders.json': {
    'a folder and those right under it': [
      drive(
        listFolders,
        (call, { aem }) => call(aem(), firstTwo),
        ({ cursor }: Answer) => ({
          self: { name: 'wknd-shared', title: 'WKND Shared', path: '/content/dam/wknd-shared' },
          children: folders,
          cursor,
          etag,
        }),
      ),
      drive(iterateFolders, (call, { aem }) => call(aem(), firstTwo).next(), {
        value: folders[0],
        done: false,
      }),
    ],
    'a folder that is not there': drive(
      listFolders,
      (call, { aem }) => call(aem(), { path: '/content/dam/none' }),
      refused(404, 'Not Found'),
    ),
    'a token without the scope aem.folders': drive(
      listFolders,
      (call, { aem }) => call(aem()),
      refused(403, 'Forbidden'),
    ),
    'a new folder': [
      drive(createFolders, (call, { aem }) => call(aem(), [south]), {
        isComplete: true,
        outcomes: { length: 1, 0: { status: 'created', path: south.path, folder: createdFolder } },
      }),
      drive(createFolder, (call, { aem }) => call(aem(), south), createdFolder),
    ],
    'a folder that exists: 200, with the conflict inside': drive(
      createFolders,
      (call, { aem }) => call(aem(), [{ path: '/content/dam/wknd-shared', title: 'WKND' }]),
      {
        isComplete: false,
        outcomes: {
          length: 1,
          0: {
            status: 'failed',
            path: '/content/dam/wknd-shared',
            error: { name: 'FolderError', code: 'folder_exists', problem: { title: 'Conflict' } },
          },
        },
      },
    ),
    'a user who may only read': drive(
      createFolders,
      (call, { aem }) => call(aem(), [{ path: '/content/dam/wknd-shared/east' }]),
      refused(403, 'Forbidden'),
    ),
    'a full folder goes as a job': drive(
      deleteFolders,
      (call, { aem }) => call(aem(), ['/content/dam/wknd-shared/fr'], { recursive: true }),
      {
        isComplete: true,
        outcomes: [{ status: 'deleted', path: '/content/dam/wknd-shared/fr' }],
      },
    ),
  },
}
