import { encodeBase64Url } from '../effects.ts'
import type { ContentFragment } from '../state/adventures.ts'
import { nameOf } from '../state/folder.ts'
import { jsonWithEtag } from '../wire/etag.ts'
import { mayRead, requireScope } from './access.ts'
import type { AemContext } from './aem-context.ts'
import { readProjection, type Projection } from './content-fragment-models.ts'
import { readPage, takePage } from './page.ts'
import { problem } from './problem.ts'

const scope = 'aem.fragments.management'

/** `GET /adobe/sites/cf/fragments`: those at a path or under it that this user may read. */
export function listContentFragments(context: AemContext): Response {
  const refusal = requireScope(context, scope)
  if (refusal !== undefined) return refusal
  const page = readPage(context)
  if (page instanceof Response) return page
  const projection = readProjection(context)
  if (projection instanceof Response) return projection
  const path = context.url.searchParams.get('path') ?? '/content/dam'
  const fragments = context.services.state.contentFragments
    .all()
    .filter((fragment) => fragment.path === path || fragment.path.startsWith(`${path}/`))
  const { items, cursor } = takePage(mayRead(context) ? fragments : [], page)
  return Response.json({ items: items.map((fragment) => show(fragment, projection)), cursor })
}

/** `GET /adobe/sites/cf/fragments/{fragmentId}`: one fragment, whole, with its `ETag`. */
export function readContentFragment(
  context: AemContext,
  { fragmentId }: Readonly<Record<string, string>>,
): Response {
  const refusal = requireScope(context, scope)
  if (refusal !== undefined) return refusal
  const fragments = context.services.state.contentFragments.all()
  const fragment = fragments.find(({ id }) => id === fragmentId)
  if (fragment === undefined || !mayRead(context)) {
    return problem(404, 'There is no content fragment with this id.')
  }
  return jsonWithEtag(context.request, show(fragment, 'full'))
}

function show(fragment: ContentFragment, projection: Projection): object {
  const identity = { id: fragment.id, path: fragment.path, title: fragment.title }
  if (projection === 'minimal') return identity
  const summary = {
    ...identity,
    description: '',
    status: 'PUBLISHED',
    created: { at: fragment.modifiedAt, by: 'admin' },
    modified: { at: fragment.modifiedAt, by: 'admin' },
    model: {
      id: encodeBase64Url(fragment.modelPath),
      path: fragment.modelPath,
      title: nameOf(fragment.modelPath),
    },
  }
  if (projection === 'summary') return summary
  const fields = fragment.fields.map((field) => ({ ...field, multiple: false }))
  return { ...summary, fields, variations: [], tags: [] }
}
