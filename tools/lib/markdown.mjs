// @ts-check
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { root } from './repository.mjs'

const foldersOfOthers = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache'])

/**
 * Every Markdown file of the checkout, as a path from its root.
 * @param {string} [folder]
 * @returns {string[]}
 */
export function listMarkdownFiles(folder = '') {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((file) => {
    if (file.isDirectory()) {
      return foldersOfOthers.has(file.name) ? [] : listMarkdownFiles(join(folder, file.name))
    }
    return file.name.endsWith('.md') ? [join(folder, file.name)] : []
  })
}

/**
 * @typedef {object} CodeBlock
 * @property {string} language The first word after the fence.
 * @property {string} file The rest of that line: the file that has the same text, if any, from the Markdown file's folder.
 * @property {string} code What is between the fences.
 * @property {number} line The line that its code starts at.
 */

/**
 * The fenced code blocks of a Markdown text.
 * @param {string} markdown
 * @returns {CodeBlock[]}
 */
export function listCodeBlocks(markdown) {
  return [...markdown.matchAll(fencedBlock)].map(({ index, groups }) => ({
    language: groups?.language ?? '',
    file: groups?.file ?? '',
    code: groups?.code ?? '',
    line: markdown.slice(0, index).split('\n').length + 1,
  }))
}

/**
 * Where the links and pictures of a Markdown text lead, with their lines.
 * @param {string} markdown
 * @returns {{ target: string, line: number }[]}
 */
export function listLinks(markdown) {
  const prose = withoutCode(markdown)
  return [inlineLink, definition, htmlLink].flatMap((pattern) =>
    [...prose.matchAll(pattern)].map(({ index, groups }) => ({
      target: groups?.target ?? '',
      line: prose.slice(0, index).split('\n').length,
    })),
  )
}

/**
 * The anchors that GitHub gives to the headings of a Markdown text.
 * @param {string} markdown
 * @returns {Set<string>}
 */
export function listAnchors(markdown) {
  const anchors = new Set()
  for (const { groups } of withoutFencedBlocks(markdown).matchAll(heading)) {
    const base = toAnchor(groups?.text ?? '')
    let anchor = base
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${base}-${count}`
    anchors.add(anchor)
  }
  for (const { groups } of markdown.matchAll(htmlAnchor)) anchors.add(groups?.name)
  return anchors
}

const fencedBlock =
  /^(?<fence>`{3,})(?<language>\w*)[ \t]*(?<file>[^\n]*)\n(?<code>[\s\S]*?)^\k<fence>[ \t]*$/gm
const inlineLink = /\]\(<?(?<target>[^)\s>]+)>?(?:\s+"[^"]*")?\)/g
const definition = /^\[[^\]]+\]:\s*(?<target>\S+)/gm
const htmlLink = /<(?:a|img)\s[^>]*(?:href|src)="(?<target>[^"]+)"/g
const htmlAnchor = /<a\s[^>]*(?:id|name)="(?<name>[^"]+)"/g
const heading = /^#{1,6}\s+(?<text>.+?)\s*#*$/gm

/** @param {string} title */
function toAnchor(title) {
  return title
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`]/g, '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

/** @param {string} markdown */
function withoutCode(markdown) {
  return withoutFencedBlocks(markdown).replaceAll(/`[^`\n]*`/g, (code) => '_'.repeat(code.length))
}

/**
 * Leaves the lines, so that those of what remains are still the file's.
 * @param {string} markdown
 */
function withoutFencedBlocks(markdown) {
  return markdown.replaceAll(fencedBlock, (block) => block.replaceAll(/[^\n]/g, ''))
}
