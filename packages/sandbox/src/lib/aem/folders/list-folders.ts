import { nameOf, type Folder } from '../../state/folder.ts'
import { jsonWithEtag } from '../../wire/etag.ts'
import { mayRead } from '../access.ts'
import type { AemContext } from '../aem-context.ts'
import { readPage, takePage } from '../page.ts'
import { problem } from '../problem.ts'

/** `GET /adobe/folders`: a folder and those right under it, a page at a time. */
export function listFolders(context: AemContext): Response {
  const path = context.url.searchParams.get('path') ?? '/'
  if (path === '') return problem(400, "The parameter 'path' must not be empty.")
  const page = readPage(context)
  if (page instanceof Response) return page

  const folders = context.services.state.folders.seen
  const self = folders.find(path)
  if (self === undefined) return problem(404, 'There is no folder at this path.')
  const { items, cursor } = takePage(mayRead(context) ? folders.childrenOf(path) : [], page)
  return jsonWithEtag(context.request, { self: show(self), children: items.map(show), cursor })
}

function show({ folderId, path, title }: Folder): object {
  return { folderId, name: nameOf(path), title, path }
}
