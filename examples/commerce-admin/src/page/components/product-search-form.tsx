import { Button, NumberField, Picker, PickerItem, SearchField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, type ReactElement, useState } from 'react'

import { parseProductOrder, productOrders, type ProductSearch } from '../product-search.ts'

export interface ProductSearchFormProps {
  readonly search: ProductSearch
  readonly onSearch: (search: ProductSearch) => void
}

/** What to search products by. Prices and name count when the form is sent, the order at once. */
export function ProductSearchForm({ search, onSearch }: ProductSearchFormProps): ReactElement {
  const [name, setName] = useState(search.name)
  const [from, setFrom] = useState(search.minimumPrice)
  const [to, setTo] = useState(search.maximumPrice)
  const isReversed = from !== undefined && to !== undefined && from > to

  const draft = { ...search, name: name.trim(), minimumPrice: from, maximumPrice: to, page: 1 }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isReversed) onSearch(draft)
  }
  const sort = (key: unknown): void => {
    const order = parseProductOrder(key)
    if (order !== undefined) onSearch({ ...search, order, page: 1 })
  }

  return (
    <form role="search" aria-label="Products" onSubmit={submit} className={form}>
      <SearchField label="Name has" value={name} onChange={setName} styles={nameField} />
      <NumberField
        label="Price from"
        value={from ?? Number.NaN}
        onChange={(value) => setFrom(readNumber(value))}
        minValue={0}
        hideStepper
        isInvalid={isReversed}
        styles={priceField}
      />
      <NumberField
        label="Price to"
        value={to ?? Number.NaN}
        onChange={(value) => setTo(readNumber(value))}
        minValue={0}
        hideStepper
        isInvalid={isReversed}
        errorMessage="Lower than Price from"
        styles={priceField}
      />
      <Picker label="Order" selectedKey={search.order} onSelectionChange={sort} styles={orderField}>
        {Object.entries(productOrders).map(([id, { label }]) => (
          <PickerItem key={id} id={id}>
            {label}
          </PickerItem>
        ))}
      </Picker>
      <Button type="submit" variant="accent" styles={button}>
        Search
      </Button>
    </form>
  )
}

function readNumber(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value
}

const form = style({
  display: 'grid',
  gridTemplateColumns: {
    default: '[minmax(0, 1fr) minmax(0, 1fr)]',
    md: '[minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1.6fr) auto]',
  },
  alignItems: 'start',
  gap: 16,
})

const nameField = style({ width: 'full', gridColumnStart: { default: 'span 2', md: 'auto' } })

const priceField = style({ width: 'full' })

const orderField = style({ width: 'full', gridColumnStart: { default: 'span 2', md: 'auto' } })

const button = style({
  gridColumnStart: { default: 'span 2', md: 'auto' },
  justifySelf: { default: 'start', md: 'auto' },
  marginTop: { default: 0, md: 24 },
})
