import { Loading, RequestLine } from '@mudbrick/sample-frame'
import type { ProductPage } from '@mudbrick/commerce'
import { Button } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactElement } from 'react'

import { describeCommerceFailure } from '../commerce-failure.ts'
import {
  formatProductSearch,
  isNarrowed,
  parseProductSearch,
  type ProductSearch,
} from '../product-search.ts'
import { showAddress, useAddress } from '../use-address.ts'
import { useIsNarrow } from '../use-is-narrow.ts'
import { useProducts } from '../use-products.ts'
import { EmptyAnswer } from './empty-answer.tsx'
import { FailureNotice } from './failure-notice.tsx'
import { Pager } from './pager.tsx'
import { ProductList } from './product-list.tsx'
import { ProductSearchForm } from './product-search-form.tsx'
import { ProductTable } from './product-table.tsx'
import { Sheet } from './sheet.tsx'

/** The tab that searches products; the search stands in the page's address. */
export function Products(): ReactElement {
  const address = useAddress()
  const search = parseProductSearch(address)
  const query = useProducts(search)

  return (
    <Sheet
      title="Products"
      text="What is for sale, by name and price. Commerce searches, sorts and pages."
      onRefresh={() => void query.refetch()}
    >
      <RequestLine method="GET" target="/V1/products?searchCriteria…" />
      <ProductSearchForm key={String(address)} search={search} onSearch={show} />
      <Outcome query={query} search={search} onShow={show} />
    </Sheet>
  )
}

function show(search: ProductSearch): void {
  showAddress(new URLSearchParams([['tab', 'products'], ...formatProductSearch(search)]))
}

interface SearchProps {
  readonly search: ProductSearch
  readonly onShow: (search: ProductSearch) => void
}

interface OutcomeProps extends SearchProps {
  readonly query: ReturnType<typeof useProducts>
}

function Outcome({ query, search, onShow }: OutcomeProps): ReactElement {
  const { data, error, isPending, isPlaceholderData, refetch } = query
  if (isPending) return <Loading>Reading products</Loading>
  if (error !== null) {
    return <FailureNotice failure={describeCommerceFailure(error)} onRetry={() => void refetch()} />
  }
  if (data.totalCount === 0) return <NothingFound search={search} onShow={onShow} />
  return <Found page={data} search={search} onShow={onShow} isBusy={isPlaceholderData} />
}

function NothingFound({ search, onShow }: SearchProps): ReactElement {
  if (!isNarrowed(search)) {
    return (
      <EmptyAnswer title="There are no products">
        Commerce answered with an empty list. A product is made in the Admin, under Catalog.
      </EmptyAnswer>
    )
  }
  const showAll = (): void =>
    onShow({ ...search, name: '', minimumPrice: undefined, maximumPrice: undefined, page: 1 })
  return (
    <EmptyAnswer
      title="No product agrees with this search"
      action={
        <Button variant="secondary" onPress={showAll}>
          Show all products
        </Button>
      }
    >
      Try a part of the name, or a wider range of prices.
    </EmptyAnswer>
  )
}

interface FoundProps extends SearchProps {
  readonly page: ProductPage
  readonly isBusy: boolean
}

function Found({ page, search, onShow, isBusy }: FoundProps): ReactElement {
  const isNarrow = useIsNarrow()
  return (
    <div className={block} aria-busy={isBusy}>
      {isNarrow ? (
        <ProductList products={page.items} />
      ) : (
        <ProductTable
          products={page.items}
          order={search.order}
          onOrder={(order) => onShow({ ...search, order, page: 1 })}
        />
      )}
      <Pager
        page={search.page}
        totalCount={page.totalCount}
        isBusy={isBusy}
        onPage={(next) => onShow({ ...search, page: next })}
      />
    </div>
  )
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 16 })
