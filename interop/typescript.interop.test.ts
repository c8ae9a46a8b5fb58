import { readFile } from 'node:fs/promises'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createOutsideProject, type OutsideProject } from './lib/outside-project.ts'

/* The types of the packed packages in every release of TypeScript that users have, in a project outside of the repository. */

const versions = { 'ts-5.5': '5.5.4', 'ts-5.9': '5.9.3', 'ts-6': '6.0.3', 'ts-7': '7.0.2' }
const releases = Object.keys(versions)

let project: OutsideProject

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
}, 300_000)

afterAll(() => project?.remove())

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

  it('refuses node10 and says which settings to take', async () => {
    const options = ['--module', 'esnext', '--moduleResolution', 'node10']
    const output = await compile(release, '--skipLibCheck', ...options, 'page.ts')
    expect(output).toMatch(/'node16', 'nodenext', or 'bundler'|moduleResolution=node10|'node10'/)
  }, 60_000)
})
