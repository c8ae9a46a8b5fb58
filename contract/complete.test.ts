import * as aem from '@mudbrick/aem'
import * as commerce from '@mudbrick/commerce'
import * as ims from '@mudbrick/ims'
import { describe, expect, it } from 'vitest'

import { drives } from './clients/driven.ts'
import { exchangeExceptions, functionExceptions } from './clients/exceptions.ts'
import { listFiles, readOperation } from './exchange.ts'

describe.each(listFiles())('%s', (file) => {
  const driven = Object.keys(drives[file] ?? {})
  const exceptions = exchangeExceptions[file] ?? {}

  it('drives a client with each exchange, or says why not', () => {
    const names = readOperation(file).exchanges.map(({ name }) => name)
    const excepted = typeof exceptions === 'string' ? names : Object.keys(exceptions)
    expect([...driven, ...excepted].toSorted()).toEqual(names.toSorted())
  })
})

describe('the lists of the contract', () => {
  it('name only files that exist', () => {
    const files = listFiles()
    const named = [...Object.keys(drives), ...Object.keys(exchangeExceptions)]
    expect(named.filter((file) => !files.includes(file))).toEqual([])
  })

  it('name each exported function once: as driven, or as an exception', () => {
    const exported = Object.entries({ ...aem, ...commerce, ...ims })
      .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name))
      .map(([name]) => name)
    const driven = Object.values(drives)
      .flatMap((calls) => Object.values(calls))
      .map(({ functionName }) => functionName)
    const named = [...new Set(driven), ...Object.keys(functionExceptions)]
    const ofPackages = named.filter((name) => name !== 'requestAuthorizationCodeGrant')
    expect(ofPackages.toSorted()).toEqual(exported.toSorted())
  })
})
