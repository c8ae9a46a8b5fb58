import { describe, expect, it } from 'vitest'

import { diagnose } from './diagnose.ts'
import type { ConfigurationFile, EnvironmentType } from './facts.ts'

function list(file: string, clients: string, types?: string): ConfigurationFile {
  const metadata = types === undefined ? '' : `metadata: {envTypes: [${types}]}\n`
  const text = `kind: "API"\nversion: "1"\n${metadata}data: {allowedClientIDs: {author: [${clients}]}}\n`
  return { file: `config/${file}`, text }
}

function codesFor(
  aemProject: readonly ConfigurationFile[],
  environmentType?: EnvironmentType,
): readonly string[] {
  const variables = { REACT_APP_ADC_CLIENT_ID: 'mine' }
  return diagnose({ aemProject, environmentType, variables }).map(
    ({ code, file }) => `${code} ${file}`,
  )
}

describe('several allow lists of an AEM project', () => {
  const project = [list('dev.yaml', 'other', 'dev'), list('prod.yaml', 'mine', 'prod, stage')]

  it('are judged by the one for the type of environment', () => {
    expect(codesFor(project, 'dev')).toEqual(['client_not_allowed config/dev.yaml'])
    expect(codesFor(project, 'prod')).toEqual([])
  })

  it('are told apart from two for one type', () => {
    expect(codesFor([...project, list('all.yaml', 'mine', 'prod')], 'prod')).toEqual([
      'allow_list_same_environment config/all.yaml',
    ])
    expect(codesFor([list('a.yaml', 'mine'), list('b.yaml', 'mine')])).toEqual([
      'allow_list_same_environment config/b.yaml',
    ])
  })

  it('are all read', () => {
    expect(codesFor([...project, { file: 'config/z.yaml', text: 'kind: API\ndata: [' }])).toEqual(
      expect.arrayContaining(['allow_list_unreadable config/z.yaml']),
    )
  })
})
