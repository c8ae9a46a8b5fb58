import { describe, expect, it } from 'vitest'

import { deriveFolderName, findNameFault, listCrumbs, splitTitles } from './folder-name.ts'

describe('deriveFolderName()', () => {
  it('writes words in lower case with hyphens', () => {
    expect(deriveFolderName('Ski Touring, 2026')).toBe('ski-touring-2026')
  })

  it('takes accents away', () => {
    expect(deriveFolderName('Crème brûlée')).toBe('creme-brulee')
  })

  it('leaves an emoji out', () => {
    expect(deriveFolderName('🏔️ Peaks')).toBe('peaks')
  })

  it('makes no name of an emoji alone', () => {
    expect(deriveFolderName('🏔️')).toBe('')
  })

  it('never makes a name that AEM would find too long', () => {
    expect(deriveFolderName('a'.repeat(300))).toHaveLength(150)
  })
})

describe('findNameFault()', () => {
  it('has nothing against an ordinary name', () => {
    expect(findNameFault('ski-touring')).toBeUndefined()
  })

  it('asks for a name', () => {
    expect(findNameFault('')).toBe('Give the folder a name.')
  })

  it('refuses a slash', () => {
    expect(findNameFault('winter/ski')).toMatch(/^A slash separates folders/)
  })

  it('refuses the folder above', () => {
    expect(findNameFault('..')).toMatch(/mean this folder or the one above/)
  })

  it('counts the characters of a name that is too long', () => {
    expect(findNameFault('a'.repeat(300))).toBe(
      'The name has 300 characters, and AEM takes 150: shorten it.',
    )
  })

  it('names the character that JCR forbids', () => {
    expect(findNameFault('a*b')).toBe('AEM does not take * in a name: leave it out.')
  })

  it('refuses blank ends', () => {
    expect(findNameFault(' ski')).toMatch(/begins or ends with a blank/)
  })

  it('refuses the same name twice', () => {
    expect(findNameFault('ski', ['ski'])).toMatch(/has this name already/)
  })
})

describe('splitTitles()', () => {
  it('takes a title from each line that has one', () => {
    expect(splitTitles('Ski\r\n\n  Surf  \n')).toEqual(['Ski', 'Surf'])
  })
})

describe('listCrumbs()', () => {
  it('leads from the top of the DAM to the path', () => {
    expect(listCrumbs('/content/dam/wknd-shared/en')).toEqual([
      { path: '/content/dam', name: 'dam' },
      { path: '/content/dam/wknd-shared', name: 'wknd-shared' },
      { path: '/content/dam/wknd-shared/en', name: 'en' },
    ])
  })

  it('has only the top for a path outside the DAM', () => {
    expect(listCrumbs('/content/site')).toEqual([{ path: '/content/dam', name: 'dam' }])
  })
})
