import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { listPublishedPackages } from './lib/published-packages.mjs'
import { inRepository } from './lib/repository.mjs'

/** These are for pages, whose projects have the DOM. */
const pagePackages = ['@mudbrick/browser', '@mudbrick/react']

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023'],
  module: 'nodenext',
  types: ['node'],
  strict: true,
  skipLibCheck: false,
  noEmit: true,
}

describe('declarations of the packages for Node.js', () => {
  it('compile in a project without the DOM', { timeout: 30_000 }, async () => {
    // In the checkout, so that the compiler finds the packages.
    const folder = inRepository('.cache', 'without-dom')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    writeFileSync(join(folder, 'imports.ts'), listImports().join('\n'))
    cpSync(inRepository('tools/testing/programs/without-dom.ts'), join(folder, 'program.ts'))

    expect(await compile(folder)).toBe('')
  })
})

function listImports(): string[] {
  return listPublishedPackages()
    .filter(({ name }) => !pagePackages.includes(name))
    .flatMap(({ entries }) => entries.map(({ specifier }) => `import '${specifier}'`))
}

/** Returns the errors of the compiler. */
function compile(project: string): Promise<string> {
  const tsc = inRepository('node_modules', 'typescript', 'bin', 'tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', project], (_error, stdout) => resolve(stdout))
  })
}
