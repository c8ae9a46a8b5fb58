import { describe, expect, expectTypeOf, it } from 'vitest'
import { createSearchCriteria, type SearchCriteria, type SearchFilter } from './search-criteria.ts'
import { createSearchParameters } from './search-parameters.ts'

function write(criteria: SearchCriteria): string {
  return createSearchParameters(criteria)
    .map((parameter) => parameter.join('='))
    .join('&')
}

describe('createSearchParameters()', () => {
  it('writes criteria as the OpenAPI description of Adobe has them', () => {
    expect(
      write({
        filterGroups: [[{ field: 'sku', condition: 'like', value: 'CAP%' }]],
        sortOrders: [{ field: 'name', direction: 'ASC' }],
        pageSize: 2,
        currentPage: 1,
      }),
    ).toBe(
      'searchCriteria[filterGroups][0][filters][0][field]=sku' +
        '&searchCriteria[filterGroups][0][filters][0][value]=CAP%' +
        '&searchCriteria[filterGroups][0][filters][0][conditionType]=like' +
        '&searchCriteria[sortOrders][0][field]=name' +
        '&searchCriteria[sortOrders][0][direction]=ASC' +
        '&searchCriteria[pageSize]=2&searchCriteria[currentPage]=1',
    )
  })

  it('numbers groups and the filters of each', () => {
    const filter: SearchFilter = { field: 'a', value: 1 }
    const names = createSearchParameters({ filterGroups: [[filter], [filter, filter]] })
      .map(([name]) => name)
      .filter((name) => name.endsWith('[field]'))
    expect(names).toEqual([
      'searchCriteria[filterGroups][0][filters][0][field]',
      'searchCriteria[filterGroups][1][filters][0][field]',
      'searchCriteria[filterGroups][1][filters][1][field]',
    ])
  })

  it('compares for equality by default', () => {
    expect(write({ filterGroups: [[{ field: 'a', value: 'b' }]] })).toContain('[conditionType]=eq')
  })

  it('joins several values by commas', () => {
    const filter: SearchFilter = { field: 'a', condition: 'in', value: ['b', 3, true] }
    expect(write({ filterGroups: [[filter]] })).toContain('[value]=b,3,1&')
  })

  it('refuses a value of several that Commerce would take for two', () => {
    const filter: SearchFilter = { field: 'name', condition: 'in', value: ['Tent, Red'] }
    expect(() => write({ filterGroups: [[filter]] })).toThrow(
      'value has "Tent, Red", which Commerce would take for several: ask for it with eq, beside the others in one group.',
    )
  })

  it('writes yes and no as Commerce keeps them', () => {
    const filter: SearchFilter = { field: 'a', value: false }
    expect(write({ filterGroups: [[filter]] })).toContain('[value]=0&')
  })

  it('leaves out a missing value', () => {
    const filter: SearchFilter = { field: 'weight', condition: 'null' }
    expect(write({ filterGroups: [[filter]] })).not.toContain('[value]')
  })

  it('sends empty criteria rather than none', () => {
    expect(write({})).toBe('searchCriteria=')
  })

  it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses %d for a page', (currentPage) => {
    expect(() => write({ currentPage })).toThrow(
      expect.objectContaining({ code: 'invalid_option', option: 'currentPage' }),
    )
  })

  it('refuses a page of nothing', () => {
    expect(() => write({ pageSize: 0 })).toThrow(
      'pageSize is 0, which counts nothing: give a whole number from 1 up.',
    )
  })
})

describe('createSearchCriteria()', () => {
  it('gives each wish a group of its own, and alternatives one', () => {
    const { filterGroups } = createSearchCriteria()
      .where({ field: 'a', value: 1 })
      .whereAny({ field: 'b', value: 2 }, { field: 'c', value: 3 })
    expect(filterGroups).toEqual([
      [{ field: 'a', value: 1 }],
      [
        { field: 'b', value: 2 },
        { field: 'c', value: 3 },
      ],
    ])
  })

  it('puts from and to in different groups, as Adobe’s example does', () => {
    expect(createSearchCriteria().between('price', 100, 300).filterGroups).toEqual([
      [{ field: 'price', condition: 'from', value: 100 }],
      [{ field: 'price', condition: 'to', value: 300 }],
    ])
  })

  it('sorts by one field after the other, ascending by default', () => {
    expect(createSearchCriteria().sortBy('price').sortBy('name', 'DESC').sortOrders).toEqual([
      { field: 'price', direction: 'ASC' },
      { field: 'name', direction: 'DESC' },
    ])
  })

  it('asks for a page', () => {
    expect(createSearchCriteria().page(2, 50)).toMatchObject({ currentPage: 2, pageSize: 50 })
  })

  it('goes on from criteria that are there, and leaves them as they are', () => {
    const red = createSearchCriteria({ filterGroups: [[{ field: 'color', value: 'red' }]] })
    expect(red.where({ field: 'size', value: 'M' }).filterGroups).toHaveLength(2)
    expect(red.filterGroups).toHaveLength(1)
  })

  it('is taken wherever criteria are', () => {
    expect(write(createSearchCriteria().sortBy('price'))).toContain('[field]=price')
    expectTypeOf(createSearchCriteria()).toExtend<SearchCriteria>()
  })

  it('refuses a comparison with the wrong kind of value', () => {
    // @ts-expect-error -- several values need in or nin
    expectTypeOf<{ field: string; value: string[] }>().toExtend<SearchFilter>()
    // @ts-expect-error -- one value needs something else than in
    expectTypeOf<{ field: string; condition: 'in'; value: string }>().toExtend<SearchFilter>()
    // @ts-expect-error -- there is no such condition
    expectTypeOf<{ field: string; condition: 'is'; value: string }>().toExtend<SearchFilter>()
  })
})
