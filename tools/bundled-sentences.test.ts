import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build as buildWithEsbuild } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingFrom, page, sentencesOf } from '@mudbrick/testing/bundled-sentences'
import { bundleStandalone, developmentPath, standalonePath } from './lib/bundle-standalone.mjs'
import { inRepository } from './lib/repository.mjs'

const runFile = promisify(execFile)
let folder: string
let entry: string

beforeAll(async () => {
  folder = await mkdtemp(inRepository('tools', 'testing', 'page-'))
  entry = join(folder, 'page.js')
  await writeFile(entry, page)
  await writeFile(join(folder, 'index.html'), '<script type="module" src="./page.js"></script>')
  await bundleStandalone()
})

afterAll(() => rm(folder, { recursive: true }))

describe('a page that is built for production has no sentences', () => {
  it('with esbuild', async () => {
    expect(sentencesOf(await bundleWithEsbuild([]))).toEqual([])
  })

  it('with Vite', { timeout: 30_000 }, async () => {
    expect(sentencesOf(await bundleWithVite('production'))).toEqual([])
  })

  it('in standalone.js, but those for the user', () => {
    const sentences = sentencesOf(readFileSync(standalonePath, 'utf8'))
    expect(sentences.filter((sentence) => !isForTheUser(sentence))).toEqual([])
  })
})

describe('a page that is built for development has all sentences', () => {
  it('with esbuild and the condition development', async () => {
    expect(missingFrom(await bundleWithEsbuild(['development']))).toEqual([])
  })

  it('with Vite', { timeout: 30_000 }, async () => {
    expect(missingFrom(await bundleWithVite('development'))).toEqual([])
  })

  it('in standalone.dev.js', () => {
    expect(missingFrom(readFileSync(developmentPath, 'utf8'))).toEqual([])
  })
})

describe('a server has all sentences', () => {
  it.each(['workerd', 'worker', 'edge-light'])('with the condition %s', async (condition) => {
    expect(missingFrom(await bundleWithEsbuild([condition]))).toEqual([])
  })

  it('in Node.js, without a bundler', async () => {
    const { explains } = await import('@mudbrick/http/explains')
    expect(explains).toBe(true)
  })
})

function isForTheUser(sentence: string): boolean {
  return readFileSync(
    inRepository('packages', 'browser', 'src', 'lib', 'redirect-explanation.ts'),
    'utf8',
  ).includes(sentence)
}

async function bundleWithEsbuild(conditions: string[]): Promise<string> {
  const { outputFiles } = await buildWithEsbuild({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    conditions,
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/** In a process of its own: Vite builds for the environment of its process. */
async function bundleWithVite(environment: 'production' | 'development'): Promise<string> {
  const out = join(folder, environment)
  await runFile(
    process.execPath,
    [inRepository('node_modules', 'vite', 'bin', 'vite.js'), 'build', folder, '--outDir', out],
    { env: { ...process.env, NODE_ENV: environment } },
  )
  const names = await readdir(join(out, 'assets'))
  const texts = names.map((name) => readFile(join(out, 'assets', name), 'utf8'))
  return (await Promise.all(texts)).join('\n')
}
