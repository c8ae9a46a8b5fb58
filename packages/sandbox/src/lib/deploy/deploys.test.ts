import { describe, expect, it } from 'vitest'

import type { AemConfigurationFiles } from '../aem/aem-configuration.ts'
import { createDeploys, type Deploy } from './deploys.ts'
import type { ProjectFile } from './project-file.ts'

const policy = JSON.stringify({ alloworigin: ['https://a.test'], allowedpaths: ['/adobe/.*'] })
const allowList = 'kind: API\ndata: { allowedClientIDs: { author: [my-spa] } }\n'
const osgi = 'ui.config/src/main/content/jcr_root/apps/wknd/osgiconfig'
const pid = 'com.adobe.granite.cors.impl.CORSPolicyImpl'

function deploy(
  files: Readonly<Record<string, string>>,
  environment: 'dev' | 'stage' = 'dev',
): Record<Deploy['pipeline'], Deploy> & { readonly inForce: AemConfigurationFiles } {
  const inForce: AemConfigurationFiles = {}
  const deploys = createDeploys({
    target: { environment, variables: { SITE: 'https://a.test' } },
    now: () => 1000,
    configure: (changes) => Object.assign(inForce, changes),
    onDeploy: () => {},
  })
  deploys.update(toFiles(files))
  const [fullStack, config] = deploys.list()
  if (fullStack === undefined || config === undefined) throw new Error('Both are to deploy.')
  return { 'full-stack': fullStack, config, inForce }
}

function toFiles(files: Readonly<Record<string, string>>): readonly ProjectFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }))
}

describe('a deploy of an AEM project', () => {
  it('puts policies and allow-list of the author tier in force', () => {
    const path = `${osgi}/config.author/${pid}~wknd.cfg.json`
    const done = deploy({ [path]: policy, 'config/api.yaml': allowList })
    expect(done['full-stack']).toEqual({
      pipeline: 'full-stack',
      outcome: 'deployed',
      changes: [`added ${path}`],
      problems: [],
      notices: [],
      at: 1000,
    })
    expect(done.inForce).toMatchObject({
      corsPolicies: { [path]: policy },
      clientAllowList: allowList,
    })
  })

  it.each([
    ['config', true],
    ['config.author', true],
    ['config.dev', true],
    ['config.author.dev', true],
    ['config.publish', false],
    ['config.stage', false],
    ['config.author.prod', false],
  ])('%s counts at the author tier of a dev environment: %s', (folder, counts) => {
    const { inForce } = deploy({ [`${osgi}/${folder}/${pid}~a.cfg.json`]: policy })
    expect(inForce.corsPolicies !== undefined).toBe(counts)
  })

  it('takes the policy of the folder with more run modes', () => {
    const { inForce } = deploy({
      [`${osgi}/config/${pid}~a.cfg.json`]: '{}',
      [`${osgi}/config.author.dev/${pid}~a.cfg.json`]: policy,
      [`${osgi}/config.author/${pid}~a.cfg.json`]: '{}',
    })
    expect(Object.keys(inForce.corsPolicies ?? {})).toEqual([
      `${osgi}/config.author.dev/${pid}~a.cfg.json`,
    ])
  })

  it('reads the allow-list of its type of environment', () => {
    const files = {
      'config/dev/api.yaml': `${allowList}metadata: { envTypes: [dev] }\n`,
      'config/stage/api.yaml': `${allowList}metadata: { envTypes: [stage] }\n`,
    }
    expect(deploy(files, 'stage').config.changes).toEqual(['added config/stage/api.yaml'])
  })

  it('says what AEM would do where the project has nothing', () => {
    const done = deploy({})
    expect(done['full-stack'].notices).toEqual([
      expect.stringMatching(/no CORS policy .* at AEM, no page would be allowed/),
    ])
    expect(done.config.notices).toEqual([
      expect.stringMatching(/no client allow-list .* at AEM, every client would be refused/),
    ])
    expect(done.inForce).toEqual({})
  })

  it.each([
    [`ui.apps/${pid}~a.cfg.json`, policy, 'OSGi reads it only in a folder osgiconfig/config'],
    [`${osgi}/${pid}~a.cfg.json`, policy, 'OSGi reads it only in a folder osgiconfig/config'],
    [`config/${pid}~a.cfg.json`, policy, 'of ui.config, which the full-stack pipeline deploys'],
    [`${osgi}/config.autor/${pid}~a.cfg.json`, policy, 'there is no run mode "autor"; use author'],
    [`${osgi}/config/${pid}~a.xml`, '<x/>', 'Cloud Service takes configuration as .cfg.json'],
    [`${osgi}/config/${pid}.cfg.json`, policy, 'name it CORSPolicyImpl~<name>.cfg.json'],
    ['ui.config/api.yaml', allowList, 'the config pipeline reads only the top folder config'],
    ['api.yaml', allowList, 'the config pipeline reads only the top folder config'],
  ])('says that %s is not read, and why', (path, text, reason) => {
    const done = deploy({ [path]: text })
    const notices = [...done['full-stack'].notices, ...done.config.notices]
    expect(notices).toContainEqual(expect.stringContaining(`${path} is not read: `))
    expect(notices).toContainEqual(expect.stringContaining(reason))
  })

  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'two policies of one name',
      {
        [`ui.config/apps/a/osgiconfig/config/${pid}~a.cfg.json`]: policy,
        [`ui.config/apps/b/osgiconfig/config/${pid}~a.cfg.json`]: policy,
      },
      'configure the same policy, and neither goes before the other: rename one.',
    ],
    [
      'an unreadable policy',
      { [`${osgi}/config/${pid}~a.cfg.json`]: '{\n,}' },
      `${osgi}/config/${pid}~a.cfg.json, line 2, column 1: a name in double quotes is needed here.`,
    ],
    [
      'an impossible expression',
      { [`${osgi}/config/${pid}~a.cfg.json`]: '{"allowedpaths": ["(?=x)"]}' },
      'leave out look-ahead',
    ],
    [
      'a variable without a value',
      { [`${osgi}/config/${pid}~a.cfg.json`]: '{"alloworigin": "$[env:NONE]"}' },
      'the variable NONE has no value',
    ],
    [
      'unreadable YAML',
      { 'config/cdn.yaml': 'kind: CDN\n  data: [' },
      'config/cdn.yaml, line 1, column 7',
    ],
    [
      'an allow-list without a list',
      { 'config/api.yaml': 'kind: API' },
      'config/api.yaml, line 1: a client allow-list needs',
    ],
    [
      'two allow-lists',
      { 'config/a.yaml': allowList, 'config/b.yaml': allowList },
      'config/a.yaml and config/b.yaml are both of kind API and for dev: keep one',
    ],
  ])('is refused for %s', (_, files, problem) => {
    const done = deploy(files)
    const refused = [done['full-stack'], done.config].find(({ outcome }) => outcome === 'refused')
    expect(refused?.problems).toContainEqual(expect.stringContaining(problem))
    expect(refused?.changes).toEqual([])
  })

  it('fills the variables of the environment', () => {
    const path = `${osgi}/config/${pid}~a.cfg.json`
    const done = deploy({ [path]: '{"alloworigin": "$[env:SITE]"}' })
    expect(done['full-stack'].outcome).toBe('deployed')
    expect(done.inForce.variables).toEqual({ SITE: 'https://a.test' })
  })
})

describe('the deploys of a project', () => {
  it('are of the pipeline whose files have changed, and a refused one leaves the former files', () => {
    const configured: AemConfigurationFiles[] = []
    const deploys = createDeploys({
      target: { environment: 'dev', variables: {} },
      now: () => 1000,
      configure: (files) => configured.push(files),
      onDeploy: () => {},
    })
    const path = `${osgi}/config/${pid}~a.cfg.json`
    deploys.update(toFiles({ [path]: policy, 'config/api.yaml': allowList }))
    deploys.update(toFiles({ [path]: policy, 'config/api.yaml': allowList }))
    deploys.update(toFiles({ [path]: '{', 'config/api.yaml': allowList }))
    deploys.update(toFiles({ [path]: '{}', 'config/api.yaml': allowList }))
    expect(
      deploys.list().map(({ pipeline, outcome, changes }) => [pipeline, outcome, changes]),
    ).toEqual([
      ['full-stack', 'deployed', [`added ${path}`]],
      ['config', 'deployed', ['added config/api.yaml']],
      ['full-stack', 'refused', []],
      ['full-stack', 'deployed', [`changed ${path}`]],
    ])
    expect(configured).toHaveLength(3)
  })
})
