import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { describeFindings } from './doctor-findings.ts'
import { readEnvironment } from './environment.ts'

const example = join(import.meta.dirname, '..')

/** The policy that the tutorial prints, as far as this app is concerned. */
const tutorialPolicy = JSON.stringify({
  alloworiginregexp: ['https://localhost:.*'],
  allowedpaths: ['/adobe/sites/.*'],
  supportedheaders: ['Origin', 'Accept', 'Content-Type', 'Authorization'],
  supportedmethods: ['GET', 'HEAD', 'POST'],
  supportscredentials: true,
})

describe('describeFindings()', () => {
  it('has nothing against what this example ships', () => {
    expect(describeFindings(example, readEnvironment(example, {}))).toEqual([])
  })

  it('says that the tutorial’s redirect URI has another port than its own app', () => {
    const environment = {
      ...readEnvironment(example, {}),
      REACT_APP_REDIRECT_URI: 'https://localhost:3000/callback',
    }
    const [finding] = describeFindings(example, environment)
    expect(finding).toContain('3000')
    expect(finding).toContain('3001')
    expect(finding).toContain('→')
  })

  it('reads the CORS policy that the variables name, and says what it would block', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mudbrick-'))
    writeFileSync(join(folder, 'wknd.cfg.json'), tutorialPolicy)
    const environment = {
      ...readEnvironment(example, {}),
      AEM_CORS_POLICY_FILE: join(folder, 'wknd.cfg.json'),
    }
    const findings = describeFindings(example, environment).join('\n')
    expect(findings).toContain('/adobe/folders')
    expect(findings).toContain('full-stack pipeline')
  })
})
