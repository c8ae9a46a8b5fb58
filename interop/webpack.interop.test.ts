import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import webpack from 'webpack'

import { missingFrom, page, sentencesOf } from '../tools/testing/sentences/bundled-sentences.ts'

/* What webpack makes of a page; esbuild and Vite are in tools/bundled-sentences.test.ts. */

let folder: string

beforeAll(async () => {
  // Inside the checkout, so that the packages are found as an app finds them.
  folder = await mkdtemp(fileURLToPath(new URL('../tools/testing/page-', import.meta.url)))
  await writeFile(join(folder, 'page.js'), page)
})

afterAll(() => rm(folder, { recursive: true }))

describe('a page that webpack builds', () => {
  it('has no sentences in production', async () => {
    expect(sentencesOf(await build('production'))).toEqual([])
  })

  it('has all sentences in development', async () => {
    expect(missingFrom(await build('development'))).toEqual([])
  })
})

async function build(mode: 'production' | 'development'): Promise<string> {
  const path = join(folder, mode)
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    webpack(
      {
        mode,
        devtool: false,
        entry: join(folder, 'page.js'),
        output: { path, filename: 'page.js' },
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    )
  })
  if (stats?.hasErrors()) throw new Error(stats.toString())
  return readFile(join(path, 'page.js'), 'utf8')
}
