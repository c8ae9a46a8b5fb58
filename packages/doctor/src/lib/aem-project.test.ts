import { describe, expect, it } from 'vitest'

import { parseAemProject, selectCorsPolicies } from './aem-project.ts'
import type { ConfigurationFile, EnvironmentType, Tier } from './facts.ts'

const osgi = 'ui.config/src/main/content/jcr_root/apps/wknd/osgiconfig'
const policy = 'com.adobe.granite.cors.impl.CORSPolicyImpl~wknd.cfg.json'
const api = 'kind: "API"\nversion: "1"\ndata: {allowedClientIDs: {author: [a]}}\n'

describe('parseAemProject()', () => {
  it('says which pipeline deploys a file, and where it applies', () => {
    const project = parseAemProject([
      file(`${osgi}/config.author.dev/${policy}`),
      file('config/api.yaml', api),
      file('config/cdn.yaml', 'kind: CDN\n'),
      file('pom.xml'),
      file(`ui.config/target/${policy}`),
    ])
    expect(project.findings).toEqual([])
    expect(project.corsPolicies).toMatchObject([
      { pipeline: 'full-stack', pid: policy.slice(0, -9), runModes: ['author', 'dev'] },
    ])
    expect(project.clientAllowLists).toMatchObject([
      { file: 'config/api.yaml', pipeline: 'config' },
    ])
  })

  it.each([
    [`config/${policy}`, '{}', 'cors_policy_misplaced', /outside the run-mode folders/],
    [`${osgi}/${policy}`, '{}', 'cors_policy_misplaced', /outside the run-mode folders/],
    [`${osgi}/config/${policy.replace('.cfg', '')}`, '{}', 'cors_policy_misplaced', /\.cfg\.json/],
    [`${osgi}/config.autor/${policy}`, '{}', 'cors_policy_unknown_run_mode', /run mode autor/],
    [`${osgi}/config.preview/${policy}`, '{}', 'cors_policy_unknown_run_mode', /preview/],
    ['api.yaml', api, 'allow_list_misplaced', /outside the folder config/],
    ['ui.config/config/api.yaml', api, 'allow_list_misplaced', /outside the folder config/],
  ])('names the misplaced %s', (path, text, code, sentence) => {
    const { findings, ...files } = parseAemProject([file(path, text)])
    expect(findings).toMatchObject([{ code, file: path }])
    expect(findings[0]?.sentence).toMatch(sentence)
    expect(files).toEqual({ corsPolicies: [], clientAllowLists: [] })
  })

  it.each([
    ['config', 'config', 1],
    ['config.author', 'config.dev', 1],
    ['config.author', 'config.author.dev', 0],
    ['config.author', 'config.publish', 0],
    ['config.dev', 'config.prod', 0],
  ])('compares %s with %s: %i', (one, other, count) => {
    const { findings } = parseAemProject([
      file(`${osgi}/${one}/${policy}`),
      file(`${osgi.replace('wknd', 'shared')}/${other}/${policy}`),
    ])
    expect(findings.map(({ code }) => code)).toEqual(
      Array.from({ length: count }, () => 'cors_policy_same_pid'),
    )
  })

  it('reads paths of Windows', () => {
    const path = `${osgi}/config/${policy}`.replaceAll('/', '\\')
    expect(parseAemProject([file(path)]).corsPolicies).toHaveLength(1)
  })
})

describe('selectCorsPolicies()', () => {
  const project = parseAemProject(
    ['config', 'config.author', 'config.publish', 'config.author.dev', 'config.prod'].map(
      (folder) =>
        file(
          `${osgi}/${folder}/${policy.replace('wknd', folder === 'config.prod' ? 'other' : 'wknd')}`,
        ),
    ),
  )

  it.each<[EnvironmentType, Tier, readonly string[]]>([
    ['dev', 'author', ['config.author.dev']],
    ['stage', 'author', ['config.author']],
    ['prod', 'author', ['config.author', 'config.prod']],
    ['dev', 'publish', ['config.publish']],
    ['dev', 'preview', ['config.publish']],
  ])('takes the folder with most run modes for %s %s', (environmentType, tier, expected) => {
    const chosen = selectCorsPolicies(project, { environmentType, tier })
    expect(chosen.map(({ runModes }) => ['config', ...runModes].join('.'))).toEqual(expected)
  })
})

function file(path: string, text = '{}'): ConfigurationFile {
  return { file: path, text }
}
