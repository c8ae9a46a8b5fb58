import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createPageFileReader, type ReadPageFile } from './page-files.ts'

let folder: string
let read: ReadPageFile

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-files-'))
  await mkdir(join(folder, 'pages/assets'), { recursive: true })
  await writeFile(join(folder, 'pages/assets/index-Ab_1.js'), 'start()')
  await writeFile(join(folder, 'pages/.secret.json'), '{}')
  await writeFile(join(folder, 'outside.json'), '{}')
  const missing = new URL('missing/', pathToFileURL(`${folder}/`))
  read = createPageFileReader([missing, pathToFileURL(`${folder}/pages/`)])
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

describe('createPageFileReader()', () => {
  it('reads a file with its type, from the first folder that has it', async () => {
    const file = await read('/assets/index-Ab_1.js')
    expect(file?.type).toBe('text/javascript; charset=utf-8')
    expect(new TextDecoder().decode(file?.bytes)).toBe('start()')
  })

  it.each([
    '/../outside.json',
    '/..%2Foutside.json',
    '/assets/../../outside.json',
    String.raw`/..\outside.json`,
    '//outside.json',
    '/.secret.json',
    '/assets',
    '/assets/index-Ab_1.exe',
    '/assets/nothing.js',
    '/file:outside.json',
    '/a\0.json',
    '',
  ])('reads nothing by %j', async (path) => {
    expect(await read(path)).toBeUndefined()
  })
})
