import type { SeedServiceCredential } from '@mudbrick/sandbox'
import { Button } from '@react-spectrum/s2'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'

import { queries } from '../control/queries.ts'
import { useAction } from '../control/use-action.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { Panel } from '../parts/panel.tsx'
import { Aside, Row } from '../parts/stack.tsx'
import { Failure } from '../parts/states.tsx'

export interface TokenPanelProps {
  readonly credential: SeedServiceCredential
}

/** An access token for a try, and the command that gets one. */
export function TokenPanel({ credential }: TokenPanelProps): ReactElement {
  const { clientId, secrets = [], scopes } = credential
  const run = useQuery(queries.run)
  const [token, setToken] = useState<string>()
  const [isShown, setIsShown] = useState(false)
  const action = useAction()
  const address = `${run.data?.origins.ims ?? ''}/ims/token/v3`
  const generate = (): Promise<boolean> =>
    action.run(async () => {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secrets[0] ?? '',
        scope: scopes.join(','),
      })
      setToken(await requestToken(address, body))
    })
  return (
    <Panel
      title="Generate access token"
      actions={
        <Row>
          <Button
            variant="secondary"
            isPending={action.isRunning}
            isDisabled={run.data === undefined}
            onPress={() => (token === undefined ? void generate() : setToken(undefined))}
          >
            {token === undefined ? 'Generate access token' : 'Clear access token'}
          </Button>
          <Button variant="secondary" onPress={() => setIsShown(!isShown)}>
            {isShown ? 'Hide cURL command' : 'View cURL command'}
          </Button>
        </Row>
      }
    >
      {action.error !== undefined && (
        <Failure title="No token was generated" error={new Error(action.error)} />
      )}
      {token !== undefined && <CodeBlock name="Generated access token" code={token} />}
      {isShown && (
        <CodeBlock name="cURL command" code={writeCommand(address, clientId, secrets[0], scopes)} />
      )}
      <Aside>The request is one of an application: it appears under Flows.</Aside>
    </Panel>
  )
}

interface TokenAnswer {
  readonly access_token?: string
  readonly error_description?: string
}

async function requestToken(address: string, body: URLSearchParams): Promise<string> {
  let response: Response
  try {
    response = await fetch(address, { method: 'POST', body })
  } catch {
    throw new Error(`This browser does not get to ${address}: use the cURL command instead.`)
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- IMS answers so
  const answer = (await response.json()) as TokenAnswer
  if (answer.access_token !== undefined) return answer.access_token
  throw new Error(answer.error_description ?? `IMS has answered with ${response.status}.`)
}

function writeCommand(
  address: string,
  clientId: string,
  secret: string | undefined,
  scopes: readonly string[],
): string {
  const data = [
    'grant_type=client_credentials',
    `client_id=${clientId}`,
    `client_secret=${secret ?? ''}`,
    `scope=${scopes.join(',')}`,
  ].join('&')
  return `curl -X POST '${address}' \\\n  -H 'Content-Type: application/x-www-form-urlencoded' \\\n  -d '${data}'`
}
