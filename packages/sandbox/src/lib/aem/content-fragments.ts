import { jsonAnswer } from '../wire/answer.ts'
import { encodeBase64Url } from '../effects.ts'
import type { ContentFragment } from '../state/repository.ts'
import { nameOf } from '../state/folder.ts'
import { calculateEtag, jsonWithEtag } from '../wire/etag.ts'
import { mayRead } from './access.ts'
import type { AemContext } from './aem-context.ts'
import { readProjection, type Projection } from './content-fragment-models.ts'
import { readPage, takePage } from './page.ts'
import { problem } from './problem.ts'

/** `GET /adobe/sites/cf/fragments`: those at a path or under it that this user may read. */
export function listContentFragments(context: AemContext): Response {
  const page = readPage(context)
  if (page instanceof Response) return page
  const projection = readProjection(context)
  if (projection instanceof Response) return projection
  const path = context.url.searchParams.get('path') ?? '/content/dam'
  const fragments = context.services.state.contentFragments
    .all()
    .filter((fragment) => fragment.path === path || fragment.path.startsWith(`${path}/`))
  const { items, cursor } = takePage(mayRead(context) ? fragments : [], page)
  return jsonAnswer({
    items: items.map((fragment) => show(context, fragment, projection)),
    cursor,
  })
}

/** `GET /adobe/sites/cf/fragments/search`, which AEM has and the sandbox does not serve: it is no id of a fragment. */
export function searchContentFragments({ hint }: AemContext): Response {
  hint('endpoint_not_served')
  return problem(404, 'There is nothing at this address.')
}

/** `GET /adobe/sites/cf/fragments/{fragmentId}`: one fragment, whole, with its `ETag`. */
export function readContentFragment(
  context: AemContext,
  { fragmentId }: Readonly<Record<string, string>>,
): Response {
  const fragments = context.services.state.contentFragments.all()
  const fragment = fragments.find(({ id }) => id === fragmentId)
  if (fragment === undefined || !mayRead(context)) {
    return problem(404, 'There is no content fragment with this id.')
  }
  return jsonWithEtag(context.request, show(context, fragment, 'full'))
}

/** The members that Adobe's own clients read; that `minimal` has `status` is inferred from two of them. */
function show({ services }: AemContext, fragment: ContentFragment, projection: Projection): object {
  const { id, path, title, modifiedAt, modelPath } = fragment
  const identity = { id, path, title, status: 'PUBLISHED' }
  if (projection === 'minimal') return identity
  const byAdmin = { at: modifiedAt, by: 'admin', fullName: 'Administrator' }
  const model = services.state.contentFragmentModels.find(({ path: at }) => at === modelPath)
  const summary = {
    ...identity,
    description: '',
    created: byAdmin,
    modified: byAdmin,
    published: byAdmin,
    previewReplicationStatus: 'NEVER_PUBLISHED',
    validationStatus: [],
    model: {
      id: encodeBase64Url(modelPath),
      path: modelPath,
      name: nameOf(modelPath),
      title: model?.title ?? nameOf(modelPath),
      description: model?.description ?? '',
    },
    // With its quotes, as in published answers; a model's has none.
    etag: `"${calculateEtag(`${path} ${modifiedAt}`)}"`,
  }
  if (projection === 'summary') return summary
  const fields = fragment.fields.map((field) => ({
    ...field,
    multiple: false,
    locked: false,
    ...(field.type === 'text' && { mimeType: 'text/plain' }),
  }))
  return { ...summary, fields, fieldTags: [], tags: [], variations: [], references: [] }
}
