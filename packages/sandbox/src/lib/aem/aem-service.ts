import { applyFault } from '../faults/apply-fault.ts'
import type { Oversight } from '../faults/fault.ts'
import type { SandboxOrigins } from '../origins.ts'
import type { ServiceRequest } from '../service-request.ts'
import { accepts } from '../wire/accept.ts'
import { answerVisitor } from '../wire/notice-page.ts'
import { needing, route, type Routes } from '../wire/router.ts'
import {
  admit,
  requireApiKey,
  requireFolderAccess,
  requireScope,
  requireWriteRight,
} from './access.ts'
import type { AemContext, AemServices } from './aem-context.ts'
import { readAssetMetadata, updateAssetMetadata } from './asset-metadata.ts'
import { listContentFragmentModels, readContentFragmentModel } from './content-fragment-models.ts'
import {
  listContentFragments,
  readContentFragment,
  searchContentFragments,
} from './content-fragments.ts'
import {
  addCorsHeaders,
  answerPreflight,
  findCorsPolicy,
  isPreflight,
  noteCors,
} from './cors-policy.ts'
import { createFolders } from './folders/create-folders.ts'
import { deleteFolder, deleteFolders } from './folders/delete-folders.ts'
import { readFolderJob, readFolderJobResult } from './folders/folder-job-endpoints.ts'
import { listFolders } from './folders/list-folders.ts'
import { failure, problem } from './problem.ts'

const inAssets = needing<AemContext>(
  (context) => requireScope(context, 'aem.assets.author') ?? requireApiKey(context),
)
const inFolders = needing<AemContext>(requireFolderAccess)
const changingFolders = needing<AemContext>(
  (context) => requireFolderAccess(context) ?? requireWriteRight(context),
)
const inFragments = needing<AemContext>((context) =>
  requireScope(context, 'aem.fragments.management'),
)

const routes: Routes<AemContext> = {
  '/adobe/assets/{assetId}/metadata': {
    GET: inAssets(readAssetMetadata),
    PATCH: inAssets(updateAssetMetadata),
  },
  '/adobe/folders': {
    GET: inFolders(listFolders),
    POST: changingFolders(createFolders),
    DELETE: changingFolders(deleteFolder),
  },
  '/adobe/folders/delete': { POST: changingFolders(deleteFolders) },
  '/adobe/folders/jobs/{jobId}': { GET: inFolders(readFolderJob) },
  '/adobe/folders/jobs/{jobId}/result': { GET: inFolders(readFolderJobResult) },
  '/adobe/sites/cf/fragments': { GET: inFragments(listContentFragments) },
  '/adobe/sites/cf/fragments/search': { GET: searchContentFragments },
  '/adobe/sites/cf/fragments/{fragmentId}': { GET: inFragments(readContentFragment) },
  '/adobe/sites/cf/models': { GET: inFragments(listContentFragmentModels) },
  '/adobe/sites/cf/models/{modelId}': { GET: inFragments(readContentFragmentModel) },
}

/** Answers one request at the AEM author's origin. */
export async function aemService(
  request: Request,
  origins: SandboxOrigins,
  services: AemServices,
  { fault, hint }: Oversight,
): Promise<Response> {
  const url = new URL(request.url)
  const hasDoubledSlash = url.pathname.includes('//')
  if (hasDoubledSlash) hint('doubled_slash')
  const isForgiven = hasDoubledSlash && services.behavior.doubledSlash === 'serve'
  const path = isForgiven ? url.pathname.replaceAll(/\/{2,}/g, '/') : url.pathname
  const policy = findCorsPolicy(services.corsPolicies, request, path)
  noteCors(request, policy, hint)
  if (isPreflight(request)) return answerPreflight(request, policy)
  const response =
    (await applyFault(fault, failure)) ??
    answerVisitor(request, { ...page, home: origins.home }, services.randomness) ??
    (await answer({ request, url, services, hint }, path))
  return addCorsHeaders(response, request, policy)
}

const page = {
  title: 'AEM author, in the sandbox',
  text: 'Applications call its APIs under /adobe with an access token of a user: there is nothing else here.',
}

async function answer(arrival: ServiceRequest<AemServices>, path: string): Promise<Response> {
  const admitted = await admit(arrival)
  if (admitted instanceof Response) return admitted
  if (!accepts(arrival.request, 'application/json')) {
    return problem(406, 'The answer is JSON: accept application/json.')
  }
  const response = await route(routes, arrival.request, admitted, path)
  if (response !== undefined) return response
  arrival.hint('endpoint_not_served')
  return problem(404, 'There is nothing at this address.')
}
