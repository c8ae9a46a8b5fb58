import type { Asset } from '../state/repository.ts'
import { nameOf } from '../state/folder.ts'
import { calculateEtag, isMatch, jsonWithEtag } from '../wire/etag.ts'
import { isObject, readJsonBody } from '../wire/json-body.ts'
import { mayRead, requireWriteRight } from './access.ts'
import type { AemContext } from './aem-context.ts'
import { problem } from './problem.ts'

type Parts = Readonly<Record<string, string>>

/** `GET /adobe/assets/{assetId}/metadata`, with its `ETag`. */
export function readAssetMetadata(context: AemContext, { assetId = '' }: Parts): Response {
  const asset = findAsset(context, context.services.state.assets.seen(assetId))
  return asset instanceof Response ? asset : jsonWithEtag(context.request, show(asset))
}

/** `PATCH /adobe/assets/{assetId}/metadata`: a JSON Patch (RFC 6902) of the version that `If-Match` names. */
export async function updateAssetMetadata(
  context: AemContext,
  { assetId = '' }: Parts,
): Promise<Response> {
  const asset = findAsset(context, context.services.state.assets.find(assetId))
  if (asset instanceof Response) return asset
  const refusal = requireWriteRight(context)
  if (refusal !== undefined) return refusal
  const { request, services } = context
  if (request.headers.get('content-type')?.startsWith('application/json-patch+json') !== true) {
    return problem(415, 'The body must be of the type application/json-patch+json.')
  }
  if (!isMatch(request, `"${calculateEtag(JSON.stringify(show(asset)))}"`)) {
    return problem(412, 'The asset has changed since it was read.')
  }
  const metadata = applyPatch(asset.metadata, await readJsonBody(request))
  if (metadata === undefined) {
    return problem(
      400,
      'The body must be a list of operations add, replace and remove on metadata.',
    )
  }
  services.state.assets.replaceMetadata(assetId, metadata)
  return jsonWithEtag(new Request(request.url), show({ ...asset, metadata }))
}

function findAsset(context: AemContext, asset: Asset | undefined): Asset | Response {
  return asset !== undefined && mayRead(context)
    ? asset
    : problem(404, 'There is no asset with this id.')
}

function show({ assetId, path, metadata }: Asset): object {
  return {
    assetId,
    assetMetadata: metadata,
    repositoryMetadata: { 'repo:name': nameOf(path), 'repo:path': path, 'repo:state': 'ACTIVE' },
  }
}

/** Metadata is one level deep, so that an operation's path is `/` and a name (RFC 6901). */
function applyPatch(metadata: Asset['metadata'], patch: unknown): Asset['metadata'] | undefined {
  if (!Array.isArray(patch)) return undefined
  const patched = new Map(Object.entries(metadata))
  for (const operation of patch) {
    if (!isObject(operation) || typeof operation['path'] !== 'string') return undefined
    const { op, path, value } = operation
    const name = /^\/([^/]+)$/.exec(path)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~')
    if (name === undefined) return undefined
    if ((op === 'replace' || op === 'remove') && !patched.has(name)) return undefined
    if (op === 'remove') patched.delete(name)
    else if ((op === 'add' || op === 'replace') && value !== undefined) patched.set(name, value)
    else return undefined
  }
  return Object.fromEntries(patched)
}
