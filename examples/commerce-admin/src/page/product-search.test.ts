import { describe, expect, it } from 'vitest'

import {
  createProductCriteria,
  formatProductSearch,
  isNarrowed,
  parseProductSearch,
} from './product-search.ts'

const everything = {
  name: '',
  minimumPrice: undefined,
  maximumPrice: undefined,
  order: 'name',
  page: 1,
} as const

describe('parseProductSearch()', () => {
  it('looks for everything when the address says nothing', () => {
    expect(parse('')).toEqual(everything)
  })

  it('reads what formatProductSearch() writes', () => {
    const search = {
      name: 'Tent & Pole',
      minimumPrice: 0,
      maximumPrice: 99.5,
      order: '-price',
      page: 3,
    } as const
    expect(parseProductSearch(formatProductSearch(search))).toEqual(search)
  })

  it.each(['from=-1', 'from=', 'to=dear', 'order=colour', 'page=0', 'page=1.5', 'page=x'])(
    'takes %s for not said',
    (query) => {
      expect(parse(query)).toEqual(everything)
    },
  )
})

describe('formatProductSearch()', () => {
  it('leaves out what is as it always is', () => {
    expect(String(formatProductSearch({ ...everything, name: 'Cap' }))).toBe('name=Cap')
  })
})

describe('createProductCriteria()', () => {
  it('asks for all products in their order, and for those of the same name in one that stays', () => {
    expect(createProductCriteria(everything)).toMatchObject({
      sortOrders: [
        { field: 'name', direction: 'ASC' },
        { field: 'entity_id', direction: 'ASC' },
      ],
      pageSize: 20,
      currentPage: 1,
    })
  })

  it('asks for a part of the name and a range of prices, each a group of its own', () => {
    const { filterGroups } = createProductCriteria(parse('name=Tent&from=100&to=300'))
    expect(filterGroups).toEqual([
      [{ field: 'name', condition: 'like', value: '%Tent%' }],
      [{ field: 'price', condition: 'gteq', value: 100 }],
      [{ field: 'price', condition: 'lteq', value: 300 }],
    ])
  })
})

describe('isNarrowed()', () => {
  it('is false of an order and a page alone', () => {
    expect([isNarrowed(parse('order=-price&page=2')), isNarrowed(parse('to=10'))]).toEqual([
      false,
      true,
    ])
  })
})

function parse(query: string): ReturnType<typeof parseProductSearch> {
  return parseProductSearch(new URLSearchParams(query))
}
