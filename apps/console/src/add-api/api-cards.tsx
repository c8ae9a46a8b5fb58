import type { ListedApi } from '@mudbrick/sandbox'
import {
  Badge,
  Button,
  Checkbox,
  CheckboxGroup,
  Disclosure,
  DisclosurePanel,
  DisclosureTitle,
  Link,
  Radio,
  RadioGroup,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactElement, useState } from 'react'

import { Panel } from '../parts/panel.tsx'
import { SameCall } from '../parts/same-call.tsx'
import { Empty } from '../parts/states.tsx'

export interface ApiCardsProps {
  readonly apis: readonly ListedApi[]
  readonly organization: string
  readonly chosen: string | undefined
  readonly onNext: (code: string) => void
}

/** Step 1: the cards of the APIs, those greyed that cannot be added. */
export function ApiCards({ apis, organization, chosen, onNext }: ApiCardsProps): ReactElement {
  const [products, setProducts] = useState<readonly string[]>([])
  const [code, setCode] = useState(chosen)
  const shown = apis.filter(({ product }) => products.length === 0 || products.includes(product))
  const isShown = shown.some((api) => api.code === code && api.disabledReasons.length === 0)
  return (
    <Panel title="APIs">
      <CheckboxGroup
        label="Filter by product"
        orientation="horizontal"
        value={[...products]}
        onChange={setProducts}
      >
        {[...new Set(apis.map(({ product }) => product))].map((product) => (
          <Checkbox key={product} value={product}>
            {product}
          </Checkbox>
        ))}
      </CheckboxGroup>
      {shown.length === 0 ? (
        <Empty title="No API of this product">Clear the filter to see all of them.</Empty>
      ) : (
        <RadioGroup aria-label="API" value={code ?? null} onChange={setCode}>
          <div className={grid}>
            {shown.map((api) => (
              <ApiCard key={api.code} api={api} />
            ))}
          </div>
        </RadioGroup>
      )}
      <div>
        <Button
          variant="accent"
          isDisabled={!isShown}
          onPress={() => code !== undefined && onNext(code)}
        >
          Next
        </Button>
      </div>
      <SameCall
        code={`sandbox.projects.listApis({ organization: '${organization}' })`}
        method="GET"
        path={`/apis?organization=${encodeURIComponent(organization)}`}
      />
    </Panel>
  )
}

interface ApiCardProps {
  readonly api: ListedApi
}

function ApiCard({ api }: ApiCardProps): ReactElement {
  const isDisabled = api.disabledReasons.length > 0
  return (
    <div className={card}>
      <Radio value={api.code} isDisabled={isDisabled}>
        {api.name}
      </Radio>
      <p className={text}>{api.description}</p>
      {api.requiresReview && (
        <Badge variant="neutral" fillStyle="subtle">
          Requires Adobe review
        </Badge>
      )}
      <Link
        isStandalone
        href={api.documentation}
        target="_blank"
        aria-label={`View docs of ${api.name}`}
      >
        View docs
      </Link>
      {isDisabled && (
        <Disclosure isQuiet size="S">
          <DisclosureTitle level={3}>Why is this disabled?</DisclosureTitle>
          <DisclosurePanel>
            {api.disabledReasons.map(({ code, explanation }) => (
              <p key={code} className={text}>
                {explanation}
                {code !== 'NOT_SERVED_BY_SANDBOX' && (
                  <>
                    {' '}
                    <Link href="/people">Open People</Link>
                  </>
                )}
              </p>
            ))}
          </DisclosurePanel>
        </Disclosure>
      )}
    </div>
  )
}

const grid = style({
  display: 'grid',
  gridTemplateColumns: { default: '1fr', md: 'repeat(2, 1fr)', xl: 'repeat(3, 1fr)' },
  gap: 16,
})

const card = style({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'start',
  gap: 8,
  padding: 16,
  minWidth: 0,
  borderRadius: 'lg',
  borderWidth: 1,
  borderStyle: 'solid',
  borderColor: 'gray-300',
})

const text = style({ font: 'body-sm', margin: 0 })
