import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as buildWithEsbuild } from 'esbuild'
import { build as buildWithVite } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingFrom, page, sentencesOf } from '@mudbrick/testing/bundled-sentences'
import { bundleStandalone, developmentPath, standalonePath } from './lib/bundle-standalone.mjs'
import { inRepository } from './lib/repository.mjs'

let folder: string
let entry: string

beforeAll(async () => {
  folder = await mkdtemp(inRepository('tools', 'testing', 'page-'))
  entry = join(folder, 'page.js')
  await writeFile(entry, page)
  await bundleStandalone()
})

afterAll(() => rm(folder, { recursive: true }))

describe('a page that is built for production has no sentences', () => {
  it('with esbuild', async () => {
    expect(sentencesOf(await bundleWithEsbuild([]))).toEqual([])
  })

  it('with Vite', async () => {
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

  it('with Vite', async () => {
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

async function bundleWithVite(environment: 'production' | 'development'): Promise<string> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = environment
  try {
    const built = await buildWithVite({
      configFile: false,
      root: folder,
      logLevel: 'silent',
      build: { write: false, lib: { entry, formats: ['es'] }, minify: true },
    })
    const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
    return outputs.map((output) => ('code' in output ? output.code : '')).join('\n')
  } finally {
    process.env['NODE_ENV'] = before
  }
}
