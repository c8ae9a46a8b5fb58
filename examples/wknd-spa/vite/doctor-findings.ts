import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { type ConfigurationFile, diagnose, type Finding } from '@mudbrick/doctor'

import { aemCalls } from './aem-calls.ts'
import type { Environment } from './environment.ts'

/**
 * What the doctor has against the configuration, a few lines each. The two files of an AEM project are read
 * where `.env` names them (AEM_CORS_POLICY_FILE, AEM_API_YAML_FILE); without them their rules are silent.
 */
export function describeFindings(folder: string, environment: Environment): readonly string[] {
  const corsPolicy = readConfigurationFile(folder, environment['AEM_CORS_POLICY_FILE'])
  const findings = diagnose({
    variables: environment,
    variablesFile: existsSync(join(folder, '.env')) ? '.env' : '.env.example',
    calls: aemCalls,
    corsPolicies: corsPolicy && [corsPolicy],
    clientAllowList: readConfigurationFile(folder, environment['AEM_API_YAML_FILE']),
  })
  return findings.map(describe)
}

/** A missing file gives a finding too, as an empty file does. */
function readConfigurationFile(
  folder: string,
  path: string | undefined,
): ConfigurationFile | undefined {
  if (path === undefined || path === '') return undefined
  const file = resolve(folder, path)
  return { file: path, text: existsSync(file) ? readFileSync(file, 'utf8') : '' }
}

function describe({ severity, sentence, fix, file, line, folder, pipeline }: Finding): string {
  const place = [file, line].filter((part) => part !== undefined).join(':')
  const way = [
    folder === undefined ? undefined : `in ${folder}`,
    pipeline === undefined ? undefined : `by the ${pipeline} pipeline`,
  ].filter((part) => part !== undefined)
  return [
    `${severity}${place === '' ? '' : ` in ${place}`}: ${sentence}`,
    `  → ${fix}`,
    ...(way.length === 0 ? [] : [`  (${way.join(', ')})`]),
  ].join('\n')
}
