import { Disclosure, DisclosurePanel, DisclosureTitle } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ExplainedField, ExplainedPart, FieldPlace } from '@mudbrick/sandbox'
import type { ReactElement } from 'react'

import { CodeBlock } from '../parts/code-block.tsx'
import { Source } from './source.tsx'

export interface ExplainedPartViewProps {
  readonly part: ExplainedPart
  /** What placeholders stand for, where the user has asked. */
  readonly secrets: ReadonlyMap<string, string>
}

/** A request or an answer: each parameter with its meaning, then the body. */
export function ExplainedPartView({ part, secrets }: ExplainedPartViewProps): ReactElement {
  const { line, fields, body, bodyNote } = part
  const usual = fields.filter(isUsual)
  return (
    <div className={block}>
      <CodeBlock name="first line" code={reveal(line, secrets)} />
      <Fields fields={fields.filter((field) => !isUsual(field))} secrets={secrets} />
      {usual.length > 0 && (
        <Disclosure isQuiet size="S">
          <DisclosureTitle level={4}>{`Usual headers (${usual.length})`}</DisclosureTitle>
          <DisclosurePanel>
            <Fields fields={usual} secrets={secrets} />
          </DisclosurePanel>
        </Disclosure>
      )}
      {body !== undefined && <CodeBlock name="body" code={reveal(formatBody(body), secrets)} />}
      {bodyNote !== undefined && <p className={note}>{bodyNote}</p>}
    </div>
  )
}

/** What every browser sends and every server answers; of interest when something is wrong with it. */
function isUsual({ place, name, problems }: ExplainedField): boolean {
  return place === 'header' && problems.length === 0 && usualHeaders.test(name)
}

const usualHeaders =
  /^(?:accept.*|cache-control|connection|content-(?:length|type)|date|host|keep-alive|origin|pragma|priority|referer|sec-.*|transfer-encoding|upgrade-insecure-requests|user-agent|vary|x-content-type-options)$/i

interface FieldsProps {
  readonly fields: readonly ExplainedField[]
  readonly secrets: ReadonlyMap<string, string>
}

function Fields({ fields, secrets }: FieldsProps): ReactElement | undefined {
  if (fields.length === 0) return undefined
  return (
    <dl className={list}>
      {fields.map((field, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a name may come twice
        <Field key={index} field={field} secrets={secrets} />
      ))}
    </dl>
  )
}

interface FieldProps {
  readonly field: ExplainedField
  readonly secrets: ReadonlyMap<string, string>
}

const places: Readonly<Record<FieldPlace, string>> = {
  query: 'query',
  form: 'form',
  header: 'header',
  cookie: 'cookie',
  json: 'JSON',
  'redirect-query': 'query of the redirect',
  'redirect-fragment': 'fragment of the redirect',
}

function Field({ field, secrets }: FieldProps): ReactElement {
  const { place, name, value, about, inWords, problems } = field
  return (
    <div className={row({ isFaulty: problems.length > 0 })}>
      <dt className={term}>
        <code>{name}</code>
        <span className={small}>{places[place]}</span>
      </dt>
      <dd className={definition}>
        <code className={code}>{reveal(value, secrets)}</code>
        {inWords !== undefined && <span className={small}>{inWords}</span>}
        {about !== undefined && (
          <span className={meaning}>
            {about.text} <Source source={about.source} />
          </span>
        )}
      </dd>
    </div>
  )
}

function reveal(text: string, secrets: ReadonlyMap<string, string>): string {
  let revealed = text
  for (const [shown, value] of secrets) revealed = revealed.replaceAll(shown, value)
  return revealed
}

function formatBody(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body, undefined, 2)
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 12, minWidth: 0 })
const list = style({ margin: 0, display: 'flex', flexDirection: 'column' })

const row = style({
  display: 'grid',
  gridTemplateColumns: { default: ['minmax(0, 1fr)'], sm: ['minmax(0, 1fr)', 'minmax(0, 2fr)'] },
  columnGap: 16,
  rowGap: 4,
  paddingX: 8,
  paddingY: 8,
  borderWidth: 0,
  borderBottomWidth: 1,
  borderStartWidth: { default: 0, isFaulty: 4 },
  borderStyle: 'solid',
  borderColor: { default: 'gray-200', isFaulty: 'red-900' },
})

const term = style({
  display: 'flex',
  flexDirection: 'column',
  font: 'code-sm',
  overflowWrap: 'anywhere',
})
const definition = style({
  margin: 0,
  display: 'flex',
  flexDirection: 'column',
  gap: 2,
  minWidth: 0,
})
const code = style({ font: 'code-sm', overflowWrap: 'anywhere' })
const small = style({ font: 'ui-xs', color: 'gray-700' })
const meaning = style({ font: 'body-sm', textWrap: 'pretty' })
const note = style({ font: 'body-sm', margin: 0 })
