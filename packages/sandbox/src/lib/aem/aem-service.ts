import type { Fault } from '../control/faults.ts'
import { meetFault } from '../control/meet-fault.ts'
import { route, type Routes } from '../wire/router.ts'
import { admit } from './access.ts'
import type { AemContext, AemServices } from './aem-context.ts'
import { readAssetMetadata, updateAssetMetadata } from './asset-metadata.ts'
import { listContentFragmentModels, readContentFragmentModel } from './content-fragment-models.ts'
import { listContentFragments, readContentFragment } from './content-fragments.ts'
import { addCorsHeaders, answerPreflight, findCorsPolicy, isPreflight } from './cors-policy.ts'
import { createFolders } from './folders/create-folders.ts'
import { deleteFolder, deleteFolders } from './folders/delete-folders.ts'
import { readFolderJob, readFolderJobResult } from './folders/folder-job-endpoints.ts'
import { listFolders } from './folders/list-folders.ts'
import { failure, problem } from './problem.ts'

const routes: Routes<AemContext> = {
  '/adobe/assets/{assetId}/metadata': { GET: readAssetMetadata, PATCH: updateAssetMetadata },
  '/adobe/folders': { GET: listFolders, POST: createFolders, DELETE: deleteFolder },
  '/adobe/folders/delete': { POST: deleteFolders },
  '/adobe/folders/jobs/{jobId}': { GET: readFolderJob },
  '/adobe/folders/jobs/{jobId}/result': { GET: readFolderJobResult },
  '/adobe/sites/cf/fragments': { GET: listContentFragments },
  '/adobe/sites/cf/fragments/{fragmentId}': { GET: readContentFragment },
  '/adobe/sites/cf/models': { GET: listContentFragmentModels },
  '/adobe/sites/cf/models/{modelId}': { GET: readContentFragmentModel },
}

/** Answers one request at the AEM author's origin. */
export async function aemService(
  request: Request,
  services: AemServices,
  fault: Fault | undefined,
): Promise<Response> {
  const url = new URL(request.url)
  const path =
    services.behavior.doubledSlash === 'serve'
      ? url.pathname.replaceAll(/\/{2,}/g, '/')
      : url.pathname
  const policy = findCorsPolicy(services.corsPolicies, request, path)
  if (isPreflight(request)) return answerPreflight(request, policy)
  const response = (await meetFault(fault, failure)) ?? (await answer(request, url, path, services))
  return addCorsHeaders(response, request, policy)
}

async function answer(
  request: Request,
  url: URL,
  path: string,
  services: AemServices,
): Promise<Response> {
  const admitted = await admit(request, url, services)
  if (admitted instanceof Response) return admitted
  const response = await route(routes, request, admitted, path)
  return response ?? problem(404, 'There is nothing at this address.')
}
