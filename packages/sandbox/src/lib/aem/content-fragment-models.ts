import { toBase64Url } from '../effects.ts'
import type { SeedContentFragmentModel } from '../seed.ts'
import { requireScope } from './access.ts'
import type { AemContext } from './aem-context.ts'
import { createCursor, parseCursor } from './cursor.ts'
import { problem } from './problem.ts'

const maxLimit = 50

/** `GET /adobe/sites/cf/models`: the models that this user may read, a page at a time. */
export function listContentFragmentModels(context: AemContext): Response {
  const refusal = requireScope(context, 'aem.fragments.management')
  if (refusal !== undefined) return refusal
  const { behavior, state } = context.services
  if (!context.user.repositoryRights.has('read')) {
    return behavior.userWithoutProductProfile === 'empty'
      ? Response.json({ items: [] })
      : problem(403, 'The user has no access to this repository.')
  }

  const page = readPage(context)
  if (page instanceof Response) return page
  const models = state.contentFragmentModels.all()
  const start = models.findIndex((model) => model.path > page.after)
  const rest = start === -1 ? [] : models.slice(start)
  const items = rest.slice(0, page.limit)
  const last = items.at(-1)
  return Response.json({
    items: items.map((model) => project(model, page.projection)),
    ...(last !== undefined && rest.length > items.length
      ? { cursor: createCursor(last.path) }
      : {}),
  })
}

interface Page {
  /** The page holds what comes after this path; before all paths comes the empty one. */
  readonly after: string
  readonly limit: number
  readonly projection: Projection
}

type Projection = 'minimal' | 'summary' | 'full'

function readPage({ url, services }: AemContext): Page | Response {
  const limit = url.searchParams.get('limit') ?? String(maxLimit)
  if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1 || Number(limit) > maxLimit) {
    return problem(400, `The parameter 'limit' must be a whole number from 1 to ${maxLimit}.`)
  }
  const projection = url.searchParams.get('projection') ?? 'full'
  if (projection !== 'minimal' && projection !== 'summary' && projection !== 'full') {
    return problem(400, "The parameter 'projection' must be one of minimal, summary, full.")
  }
  const cursor = url.searchParams.get('cursor')
  const isFirst =
    cursor === null || (cursor === '0' && services.behavior.zeroCursor === 'first-page')
  const after = isFirst ? '' : parseCursor(cursor)
  if (after === undefined) return problem(400, "The parameter 'cursor' is not valid.")
  return { after, limit: Number(limit), projection }
}

/** `summary` drops the fields, `minimal` all but the identity (both inferred). */
function project(model: SeedContentFragmentModel, projection: Projection): object {
  const identity = {
    // Adobe's samples decode to the path: unpadded base64url.
    id: toBase64Url(new TextEncoder().encode(model.path)),
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

/** Sixteen digits that change with the text: two rounds of FNV-1a, which is no secret and need not be. */
function calculateEtag(text: string): string {
  const digits = [text, `${text} `].map((part) => {
    let hash = 2_166_136_261
    for (const character of part)
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619)
    return (hash >>> 0).toString(16).padStart(8, '0')
  })
  return digits.join('')
}
