import type { RedirectUriQuestion, RedirectUriVerdict, SeedUserCredential } from '@mudbrick/sandbox'
import { Content, Heading, InlineAlert, TextArea, TextField } from '@react-spectrum/s2'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { call } from '../control/call.ts'
import { sentenceOf } from '../control/control-failure.ts'
import { SameCall } from '../parts/same-call.tsx'
import { splitPatterns } from './draft.ts'

export interface RedirectUriFieldsProps {
  readonly type: SeedUserCredential['type']
  readonly defaultRedirectUri: string
  /** As typed, separated by commas. */
  readonly patterns: string
  /** Whether fields that are still empty are told off too. */
  readonly isTried: boolean
  readonly onChange: (changes: {
    readonly defaultRedirectUri?: string
    readonly patterns?: string
  }) => void
}

/** Default redirect URI and patterns, judged while they are typed, and a field to try an address. */
export function RedirectUriFields(props: RedirectUriFieldsProps): ReactElement {
  const { type, defaultRedirectUri, patterns, isTried, onChange } = props
  const [address, setAddress] = useState('')
  const question: RedirectUriQuestion = {
    type,
    defaultRedirectUri,
    redirectUriPatterns: splitPatterns(patterns),
    ...(address.trim() !== '' && { address: address.trim() }),
  }
  const { data, error } = useQuery(judge(question))
  const { problems = [], notices = [], answer } = data ?? {}
  const ofDefault = problems.filter(({ member }) => member === 'defaultRedirectUri')
  const ofPatterns = problems.filter(({ member }) => member !== 'defaultRedirectUri')
  return (
    <>
      <TextField
        label="Default redirect URI"
        description="The URI must be hosted on a secure (HTTPS) server, even if it is only a localhost instance."
        isRequired
        value={defaultRedirectUri}
        onChange={(value) => onChange({ defaultRedirectUri: value })}
        isInvalid={ofDefault.length > 0 && (isTried || defaultRedirectUri !== '')}
        errorMessage={say(ofDefault)}
      />
      <TextArea
        label="Redirect URI pattern"
        description="Separated by commas. You must escape periods (.) with \\ (https://example\\.com/)."
        value={patterns}
        onChange={(value) => onChange({ patterns: value })}
        isInvalid={ofPatterns.length > 0}
        errorMessage={say(ofPatterns)}
      />
      {notices.map(({ member, advice }) => (
        <InlineAlert key={member} variant="notice">
          <Heading>Is this what you mean?</Heading>
          <Content>{capitalize(advice)}.</Content>
        </InlineAlert>
      ))}
      <TextField
        label="Try an address"
        description={
          answer === undefined
            ? 'What an application would send as redirect_uri. Adobe’s page has no such field.'
            : `The answer goes to ${answer.address}. ${answer.because}`
        }
        value={address}
        onChange={setAddress}
        isInvalid={error !== null}
        errorMessage={error === null ? '' : sentenceOf(error)}
      />
      <SameCall
        code={`sandbox.credentials.judgeRedirectUris(${JSON.stringify(question, undefined, 2)})`}
        method="POST"
        path="/credentials/judge-redirect-uris"
        body={question}
      />
    </>
  )
}

/** What the Console and IMS would say of redirect URIs. */
export const judge = (question: RedirectUriQuestion) =>
  queryOptions({
    queryKey: ['verdict', question],
    queryFn: () =>
      call<RedirectUriVerdict>('/credentials/judge-redirect-uris', {
        method: 'POST',
        body: question,
      }),
    placeholderData: keepPreviousData,
  })

function say(problems: RedirectUriVerdict['problems']): string {
  return problems.map(({ advice }) => `${capitalize(advice)}.`).join(' ')
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
