import { readdir, readFile } from 'node:fs/promises'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { listCodeBlocks } from '../tools/lib/markdown.mjs'
import { createOutsideProject, type OutsideProject } from './lib/outside-project.ts'

/* The types of the packed packages in every release of TypeScript that users have, in a project outside of the repository. */

const versions = { 'ts-5.5': '5.5.4', 'ts-5.9': '5.9.3', 'ts-6': '6.0.3', 'ts-7': '7.0.2' }
const releases = Object.keys(versions)

let project: OutsideProject
let readmePrograms: readonly string[]

beforeAll(async () => {
  project = await createOutsideProject({
    packages: [
      ...Object.entries(versions).map(([name, version]) => `${name}@npm:typescript@${version}`),
      '@types/node@20',
      '@types/react@19',
      'react@19',
      'react-dom@19',
      '@types/react-dom@19',
    ],
  })
  const programs = {
    'page.ts': '../docs/readme/page.ts',
    'react-app.tsx': '../docs/guides/programs/react-app.tsx',
    'web-app.ts': '../docs/guides/programs/web-app.ts',
  }
  for (const [name, path] of Object.entries(programs)) {
    // oxlint-disable-next-line no-await-in-loop
    await project.save(name, await readFile(new URL(path, import.meta.url), 'utf8'))
  }
  readmePrograms = await saveReadmePrograms()
}, 300_000)

afterAll(() => project?.remove())

/** Saves the programs of the packages' READMEs that import nothing but Mudbrick, Node.js and React. */
async function saveReadmePrograms(): Promise<readonly string[]> {
  const packages = new URL('../packages/', import.meta.url)
  const saved: string[] = []
  for (const name of await readdir(packages)) {
    // oxlint-disable-next-line no-await-in-loop
    const readme = await readFile(new URL(`${name}/README.md`, packages), 'utf8')
    for (const { language, code, line } of listCodeBlocks(readme)) {
      const sources = [...code.matchAll(/ from '([^']+)'/g)].map(([, source = '']) => source)
      const isOwn = sources.every((source) => /^(?:@mudbrick\/|node:|react)/.test(source))
      if (!/^tsx?$/.test(language) || sources.length === 0 || !isOwn) continue
      const file = `readme-${name}-${line}.${language}`
      saved.push(file)
      // oxlint-disable-next-line no-await-in-loop
      await project.save(file, code)
    }
  }
  return saved
}

async function compile(release: string, ...options: readonly string[]): Promise<string> {
  const common = ['--noEmit', '--strict', '--target', 'es2023', '--jsx', 'react-jsx']
  const libraries = ['--lib', 'es2023,dom,dom.iterable', '--types', 'node']
  const tsc = `node_modules/${release}/bin/tsc`
  try {
    await project.run(process.execPath, tsc, ...common, ...libraries, ...options)
    return ''
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout)
  }
}

describe.each(releases)('%s', (release) => {
  it.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])(
    'compiles the programs of README and guides with %s',
    async (resolution, module) => {
      const programs = ['page.ts', 'react-app.tsx', 'web-app.ts']
      const options = ['--module', module, '--moduleResolution', resolution]
      expect(await compile(release, '--skipLibCheck', 'false', ...options, ...programs)).toBe('')
    },
    60_000,
  )

  it('compiles the programs of the packages’ READMEs', async () => {
    const options = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--skipLibCheck']
    expect(readmePrograms.length).toBeGreaterThan(10)
    expect(await compile(release, ...options, ...readmePrograms)).toBe('')
  }, 60_000)

  it('refuses node10 and says which settings to take', async () => {
    const options = ['--module', 'esnext', '--moduleResolution', 'node10']
    const output = await compile(release, '--skipLibCheck', ...options, 'page.ts')
    expect(output).toMatch(/'node16', 'nodenext', or 'bundler'|moduleResolution=node10|'node10'/)
  }, 60_000)
})
