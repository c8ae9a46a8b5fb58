import {
  Button,
  Content,
  Disclosure,
  DisclosurePanel,
  DisclosureTitle,
  Heading,
  InlineAlert,
  ToastQueue,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type {
  Explanation,
  FlowMessage,
  FlowProblem,
  RevealedSecrets,
  SeenMessage,
} from '@mudbrick/sandbox'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { ControlFailure, sentenceOf } from '../control/control-failure.ts'
import { queries } from '../control/queries.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { Empty, Failure, Loading } from '../parts/states.tsx'
import { Check } from './check.tsx'
import { codeFor } from './code-for.ts'
import { ExplainedPartView } from './explained-part.tsx'
import { Source } from './source.tsx'
import { Token } from './token.tsx'

export interface MessageDetailsProps {
  readonly message: FlowMessage
}

/** A message opened: what it says, what was checked, and what it means. */
export function MessageDetails({ message }: MessageDetailsProps): ReactElement {
  return (
    <div className={block}>
      {message.problems.map((problem) => (
        <Problem key={problem.code} problem={problem} />
      ))}
      {message.evidence === 'concluded' ? (
        <p className={paragraph}>{message.because}</p>
      ) : (
        <SeenDetails message={message} />
      )}
    </div>
  )
}

interface SeenDetailsProps {
  readonly message: SeenMessage
}

function SeenDetails({ message }: SeenDetailsProps): ReactElement {
  const { data, error } = useQuery(queries.explanation(message.exchange))
  if (error instanceof ControlFailure && error.status === 404) {
    return <Empty title="This request has left the journal">Newer requests took its place.</Empty>
  }
  if (error !== null) return <Failure title="The message cannot be explained" error={error} />
  if (data === undefined) return <Loading>Asking what it means</Loading>
  return <Explained explanation={data} part={message.part} />
}

interface ExplainedProps {
  readonly explanation: Explanation
  readonly part: SeenMessage['part']
}

function Explained({ explanation, part }: ExplainedProps): ReactElement {
  const { exchange, title, about, request, response, checks, tokens, hasSecrets, curl } =
    explanation
  const [secrets, setSecrets] = useState<ReadonlyMap<string, string>>(new Map())
  const isAnswer = part === 'response'
  const code = codeFor(exchange)
  const ownTokens = tokens.filter((token) => token.part === part)
  return (
    <>
      <div>
        <h3 className={heading}>{isAnswer ? `Answer: ${title}` : title}</h3>
        <p className={paragraph}>
          {about.text} <Source source={about.source} />
        </p>
      </div>
      {isAnswer && response === undefined && (
        <InlineAlert variant="negative">
          <Heading>There was no answer</Heading>
          <Content>The connection ended without one.</Content>
        </InlineAlert>
      )}
      {!isAnswer && <ExplainedPartView part={request} secrets={secrets} />}
      {isAnswer && response !== undefined && (
        <ExplainedPartView part={response} secrets={secrets} />
      )}
      {checks.length > 0 && (
        <section className={group}>
          <h4 className={subheading}>What was checked</h4>
          {checks.map((check) => (
            <Check key={check.title} check={check} />
          ))}
        </section>
      )}
      {ownTokens.length > 0 && (
        <section className={group}>
          <h4 className={subheading}>Tokens and codes</h4>
          {ownTokens.map((token) => (
            <Token key={token.name + token.shown} token={token} />
          ))}
        </section>
      )}
      {hasSecrets && (
        <SecretsButton exchange={exchange.index} isShown={secrets.size > 0} onChange={setSecrets} />
      )}
      <Disclosure isQuiet size="S">
        <DisclosureTitle level={4}>Send it yourself</DisclosureTitle>
        <DisclosurePanel>
          <div className={group}>
            <CodeBlock name="request as curl" code={curl} />
            {code !== undefined && <CodeBlock name="request with Mudbrick" code={code} />}
          </div>
        </DisclosurePanel>
      </Disclosure>
    </>
  )
}

interface ProblemProps {
  readonly problem: FlowProblem
}

function Problem({ problem: { severity, what, change } }: ProblemProps): ReactElement {
  return (
    <InlineAlert variant={severity === 'failure' ? 'negative' : 'notice'}>
      <Heading>{what}</Heading>
      <Content>{change}</Content>
    </InlineAlert>
  )
}

interface SecretsButtonProps {
  readonly exchange: number
  readonly isShown: boolean
  readonly onChange: (secrets: ReadonlyMap<string, string>) => void
}

/** Secrets are only in the page while the user wants to see them. */
function SecretsButton({ exchange, isShown, onChange }: SecretsButtonProps): ReactElement {
  const reveal = async (): Promise<void> => {
    try {
      const { secrets } = await call<RevealedSecrets>(`/journal/${exchange}/reveal`, {
        method: 'POST',
      })
      onChange(new Map(secrets.map(({ shown, value }) => [shown, value])))
      if (secrets.length === 0) ToastQueue.neutral('The sandbox no longer has these secrets.')
    } catch (failure) {
      ToastQueue.negative(sentenceOf(failure))
    }
  }
  return (
    <div>
      <Button
        size="S"
        variant="secondary"
        onPress={() => (isShown ? onChange(new Map()) : void reveal())}
      >
        {isShown ? 'Hide secrets' : 'Show secrets'}
      </Button>
    </div>
  )
}

const block = style({ display: 'flex', flexDirection: 'column', gap: 16, minWidth: 0 })
const group = style({ display: 'flex', flexDirection: 'column', gap: 8, minWidth: 0 })
const heading = style({ font: 'title-lg', margin: 0 })
const subheading = style({ font: 'title-sm', margin: 0 })
const paragraph = style({ font: 'body-sm', margin: 0, textWrap: 'pretty' })
