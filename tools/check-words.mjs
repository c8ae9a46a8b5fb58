// @ts-check
// Holds the words that CONTRIBUTING.md asks to avoid: readers whose first language is not English stumble
// over them.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

import { inRepository, root } from './lib/repository.mjs'

/** @type {readonly (readonly [RegExp, string])[]} What is found, and what to write. */
const words = [
  [/\bunless told( otherwise)?\b/, '"by default"'],
  [/\bnobody\b/, '"no user", "no caller"'],
  [/\bsomebody\b/, '"a user", "another user"'],
  [/\bwhoever\b/, '"a caller that", "the user who"'],
  [/\bmend(s|ed|ing)?\b/, '"fix", "correct"'],
  [/\bheed(s|ed|ing)?\b/, '"follow", "respect"'],
  [/\bout of reach\b/, '"unavailable"'],
  [/\bby itself\b/, '"directly", "without help"'],
  [/\bwhat (it|they) (is|are) there for\b/, 'its purpose'],
  [/\b(is|are|was|were|be) worth\b/, 'what it costs or gives'],
  [/(?<!\bthere )\b(is|are) none\b/, '"is not a …"'],
]

/** A word that is not ours to choose. */
const allowed = [
  { file: 'tools/check-words.mjs', reason: 'the list' },
  { file: 'tools/testing/servers/postgres.ts', reason: 'the user nobody of Unix' },
]

const failures = listTexts().flatMap(check)

for (const failure of failures) console.error(failure)
if (failures.length > 0) process.exit(1)
console.log(`Words hold: ${words.length} that are avoided.`)

/** @param {string} file */
function check(file) {
  return readFileSync(inRepository(file), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      words.flatMap(([pattern, instead]) => {
        const [found] = new RegExp(pattern, 'i').exec(line) ?? []
        if (found === undefined) return []
        return [
          `${file}:${index + 1} says "${found}": write ${instead}, or begin the sentence anew.`,
        ]
      }),
    )
}

/** Files that are in the repository or about to be; not what was deleted. */
function listTexts() {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z']
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0')
  const deleted = execFileSync('git', ['ls-files', '--deleted', '-z'], {
    cwd: root,
    encoding: 'utf8',
  })
  return files.filter(
    (file) =>
      /\.(md|json|ya?ml|html|css|[cm]?[jt]sx?)$/.test(file) &&
      !/(^|\/)(package-lock\.json|LICENSE|CODE_OF_CONDUCT\.md)$/.test(file) &&
      !allowed.some((exception) => exception.file === file) &&
      !deleted.split('\0').includes(file),
  )
}
