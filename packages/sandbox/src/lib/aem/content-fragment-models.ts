import { jsonAnswer } from '../wire/answer.ts'
import { encodeBase64Url } from '../effects.ts'
import type { SeedContentFragmentModel } from '../seed/seed.ts'
import { calculateEtag, jsonWithEtag } from '../wire/etag.ts'
import { mayRead } from './access.ts'
import type { AemContext } from './aem-context.ts'
import { readPage, takePage } from './page.ts'
import { problem } from './problem.ts'

/** `GET /adobe/sites/cf/models`: the models that this user may read, a page at a time. */
export function listContentFragmentModels(context: AemContext): Response {
  const { behavior, state } = context.services
  if (!mayRead(context)) {
    return behavior.userWithoutProductProfile === 'empty'
      ? jsonAnswer({ items: [] })
      : problem(403, 'The user has no access to this repository.')
  }

  const page = readPage(context)
  if (page instanceof Response) return page
  const projection = readProjection(context)
  if (projection instanceof Response) return projection
  const { items, cursor } = takePage(state.contentFragmentModels, page)
  return jsonAnswer({ items: items.map((model) => project(model, projection)), cursor })
}

/** `GET /adobe/sites/cf/models/{modelId}`: one model, whole. */
export function readContentFragmentModel(
  context: AemContext,
  { modelId }: Readonly<Record<string, string>>,
): Response {
  const models = context.services.state.contentFragmentModels
  const model = models.find((candidate) => idOf(candidate.path) === modelId)
  if (model === undefined || !mayRead(context)) {
    return problem(404, 'There is no content fragment model with this id.')
  }
  return jsonWithEtag(context.request, project(model, 'full'))
}

/** How much of each item a list shows. */
export type Projection = 'minimal' | 'summary' | 'full'

/** The parameter `projection`, or the refusal of an unknown one. */
export function readProjection({ url }: AemContext): Projection | Response {
  const projection = url.searchParams.get('projection') ?? 'full'
  if (projection === 'minimal' || projection === 'summary' || projection === 'full') {
    return projection
  }
  return problem(400, "The parameter 'projection' must be one of minimal, summary, full.")
}

/** `summary` drops the fields, `minimal` all but the identity (both inferred). */
function project(model: SeedContentFragmentModel, projection: Projection): object {
  const identity = {
    id: idOf(model.path),
    path: model.path,
    name: model.title,
  }
  if (projection === 'minimal') return identity
  const summary = {
    ...identity,
    description: model.description,
    etag: calculateEtag(`${model.path} ${model.modifiedAt}`),
    created: { at: '2022-05-27T16:00:00.000Z', by: 'admin' },
    modified: { at: model.modifiedAt, by: 'admin' },
    locked: false,
    status: 'enabled',
    previewStatus: 'IN_SYNC',
  }
  return projection === 'summary' ? summary : { ...summary, fields: model.fields }
}

/** Adobe's samples decode to the path: unpadded base64url. */
function idOf(path: string): string {
  return encodeBase64Url(path)
}
