// @ts-check
// Follows every link of every Markdown file that leads to a file or a heading of this repository.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

import { listAnchors, listLinks, listMarkdownFiles } from './lib/markdown.mjs'
import { inRepository } from './lib/repository.mjs'

const files = listMarkdownFiles()
const links = files.flatMap((file) =>
  listLinks(readFileSync(inRepository(file), 'utf8'))
    .filter(({ target }) => !/^([a-z][a-z+.-]*:|\/\/)/i.test(target))
    .map(({ target, line }) => ({ file, target, line })),
)
const failures = links.flatMap((link) => follow(link))

for (const failure of failures) console.error(failure)
if (failures.length > 0) {
  console.error('Correct the links, or the files and headings that they lead to.')
  process.exitCode = 1
} else console.log(`${links.length} links in ${files.length} files lead somewhere.`)

/**
 * @param {{ file: string, target: string, line: number }} link
 * @returns {string[]}
 */
function follow({ file, target, line }) {
  const [encodedPath = '', anchor] = target.split('#')
  const linked = decodeURIComponent(encodedPath)
  const path = linked === '' ? file : normalize(join(dirname(file), linked))
  if (path.startsWith('..')) {
    return [`${file}:${line} links to ${target}, which is outside of the repository.`]
  }
  if (!existsSync(inRepository(path))) {
    return [`${file}:${line} links to ${target}, but there is no ${path}.`]
  }
  if (anchor === undefined || hasAnchor(path, anchor)) return []
  return [`${file}:${line} links to ${target}, but ${path} has no such heading.`]
}

/**
 * @param {string} path
 * @param {string} anchor
 */
function hasAnchor(path, anchor) {
  const isFolder = statSync(inRepository(path)).isDirectory()
  const page = isFolder ? join(path, 'README.md') : path
  // In a source file an anchor is a line: `#L12`.
  if (!page.endsWith('.md')) return /^L\d+/.test(anchor)
  return existsSync(inRepository(page)) && anchorsOf(page).has(anchor)
}

/** @param {string} page */
function anchorsOf(page) {
  return listAnchors(readFileSync(inRepository(page), 'utf8'))
}
