import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { examine, type ExplainedFinding } from './examine.ts'
import { planFixes, writeFixes } from './fixes.ts'
import { findFiles } from './project/find-files.ts'

const corpus = fileURLToPath(new URL('../../../../doctor/corpus/', import.meta.url))
const entries: readonly { readonly project: string; readonly expected: string | null }[] =
  JSON.parse(readFileSync(`${corpus}manifest.json`, 'utf8'))
const options = { nowMs: Date.parse('2026-12-01') }
const fixable = entries.filter(({ project, expected }) =>
  judge(corpus + project).some(({ code, change }) => code === expected && change !== undefined),
)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mudbrick-fixes-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('--fix', () => {
  it('is tried on every rule that has one', () => {
    expect([...new Set(fixable.map(({ expected }) => String(expected)))].toSorted()).toEqual([
      'aem_host_trailing_slash',
      'cors_header_not_allowed',
      'cors_header_not_exposed',
      'cors_method_not_allowed',
      'cors_origin_not_allowed',
      'cors_path_not_allowed',
      'redirect_uri_other_loopback_name',
      'redirect_uri_other_port',
      'scope_misspelt',
      'scope_with_spaces',
      'scope_wrong_case',
    ])
  })

  it.each(fixable.map(({ project, expected }) => [String(expected), project]))(
    'leaves nothing of %s in project %s, and has nothing more to do',
    (code, project) => {
      cpSync(corpus + project, folder, { recursive: true })
      fix()
      expect(judge(folder).filter((finding) => finding.code === code)).toEqual([])
      expect(planFixes(findFiles(folder), folder, options)).toEqual([])
    },
  )

  it.each([
    ['with the line ends of Windows', '', '\r\n'],
    ['with a mark of its bytes', '\uFEFF', '\n'],
    ['with both', '\uFEFF', '\r\n'],
  ])('changes a value in a file %s, and nothing else', (_, mark, end) => {
    const lines = [
      '# ours',
      'AEM_HOST="https://author-p1-e2.adobeaemcloud.com/" # of the author',
      "export IMS_SCOPES='openid,adobeid'",
      '',
    ]
    writeFileSync(join(folder, '.env'), mark + lines.join(end))
    expect(fix()).toEqual([])
    const fixed = lines.join(end).replace('.com/"', '.com"').replace('adobeid', 'AdobeID')
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(mark + fixed)
  })

  it('puts commas between scopes', () => {
    writeFileSync(join(folder, '.env'), 'IMS_SCOPES=openid;AdobeID;email\n')
    fix()
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('IMS_SCOPES=openid,AdobeID,email\n')
    expect(judge(folder)).toEqual([])
  })

  it('leaves a file in UTF-16, and says so', () => {
    const text = Buffer.from('\uFEFFIMS_SCOPES=openid,adobeid\n', 'utf16le')
    writeFileSync(join(folder, '.env'), text)
    expect(fix()).toEqual(['.env is UTF-16 and was not changed: save it as UTF-8.'])
    expect(readFileSync(join(folder, '.env'))).toEqual(text)
  })

  it('leaves a file that has changed since it was read', () => {
    writeFileSync(join(folder, '.env'), 'IMS_SCOPES=openid,adobeid\n')
    const plan = planFixes(findFiles(folder), folder, options)
    writeFileSync(join(folder, '.env'), 'IMS_SCOPES=openid,adobeid,email\n')
    expect(writeFixes(folder, plan)).toEqual(['.env has changed meanwhile and was left.'])
  })

  it('offers no change of source and of YAML', () => {
    writeFileSync(
      join(folder, 'compose.yaml'),
      'services: { a: { environment: { IMS_SCOPES: "openid,adobeid" } } }\n',
    )
    writeFileSync(join(folder, 'a.js'), "export const scopes = 'openid,AdobeId'\n")
    const found = judge(folder)
    expect(found.map(({ code }) => code)).toEqual(['scope_wrong_case', 'scope_wrong_case'])
    expect(found.filter(({ change }) => change !== undefined)).toEqual([])
  })
})

function judge(project: string): readonly ExplainedFinding[] {
  return examine(findFiles(project), project, options).findings
}

function fix(): readonly string[] {
  return writeFixes(folder, planFixes(findFiles(folder), folder, options))
}
