import { existsSync, writeFileSync } from 'node:fs'

import type { CliEnvironment } from '../cli-environment.ts'
import { UsageError } from '../usage-error.ts'
import { readVersion } from '../version.ts'
import { readContract } from './contract.ts'
import type { Access } from './plan.ts'
import { createReport, formatPage } from './report.ts'
import type { Fetch } from './send.ts'
import { signIn } from './sign-in.ts'
import type { VerifyChoices } from './verify-choices.ts'
import { verify } from './verify.ts'

/** Compares, writes the report, and gives the exit code. */
export async function runVerify(
  choices: VerifyChoices,
  environment: CliEnvironment,
  fetch: Fetch = globalThis.fetch,
): Promise<number> {
  const { stdout, stderr, signal } = environment
  const page = `${choices.report.replace(/\.json$/, '')}.html`
  for (const file of [choices.report, page]) {
    if (existsSync(file))
      throw new UsageError(`${file} exists: name another with --report, or remove it`)
  }
  const consent = chooseConsent(choices, environment)
  const given = readAccess(choices, process.env)
  const exchanges = readContract()
  const signedIn =
    choices.signIn === true ? await signIn(choices, environment, { fetch, exchanges }) : undefined
  const access = { ...given, ...(signedIn && { user: signedIn.user }) }

  const results = await verify(exchanges, access, {
    ...(signedIn && { signedIn: signedIn.differences }),
    fetch,
    signal,
    consent,
    onProgress: (done, count) => {
      if (done % 10 === 0) stderr.line(`${done} of ${count} exchanges …`)
    },
  })
  const origins = [access.ims, access.aem, access.commerce].filter((origin) => origin !== undefined)
  const report = createReport(results, { mudbrick: readVersion(), nowMs: Date.now(), origins })
  write(choices.report, `${JSON.stringify(report, undefined, 2)}\n`)
  write(page, formatPage(report))

  for (const { name, file, differences = [] } of results) {
    if (differences.length === 0) continue
    stdout.line(`  ${stdout.style('red', 'differs')}  ${file}: ${name}`)
    for (const { at, expected, found } of differences) {
      stdout.line(`           ${at}: ${found} in place of ${expected}`)
    }
  }
  const { same, differs, 'not tried': notTried } = report.counts
  stdout.line(`  ${same} same, ${differs} different, ${notTried} not tried.`)
  stdout.line(`  Read ${page} before you send ${choices.report} to us; nothing was sent.`)
  return differs > 0 ? 1 : 0
}

function chooseConsent(
  { yes }: VerifyChoices,
  { confirm }: CliEnvironment,
): (question: string) => Promise<boolean> {
  if (yes === true) return () => Promise.resolve(true)
  if (confirm) return confirm
  throw new UsageError(
    'There is no terminal to ask at before requests are sent: add --yes to send them all',
  )
}

function readAccess(
  { ims, aem, commerce, sku, asset }: VerifyChoices,
  environment: Readonly<Record<string, string | undefined>>,
): Access {
  const read = (name: string): string | undefined => environment[name] || undefined
  const [clientId, clientSecret] = [
    read('MUDBRICK_VERIFY_CLIENT_ID'),
    read('MUDBRICK_VERIFY_CLIENT_SECRET'),
  ]
  const [accessToken, ofClient] = [
    read('MUDBRICK_ACCESS_TOKEN'),
    read('MUDBRICK_ACCESS_TOKEN_CLIENT_ID'),
  ]
  return {
    ims: readAddress('--ims', ims) ?? '',
    aem: readAddress('--aem', aem),
    commerce: readAddress('--commerce', commerce),
    sku,
    assetId: asset,
    ...(clientId !== undefined &&
      clientSecret !== undefined && {
        service: {
          clientId,
          clientSecret,
          scopes: read('MUDBRICK_VERIFY_SCOPES') ?? 'openid,AdobeID',
        },
      }),
    ...(accessToken !== undefined && { user: { accessToken, clientId: ofClient ?? '' } }),
    commerceToken: read('MUDBRICK_COMMERCE_ACCESS_TOKEN'),
  }
}

function readAddress(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? '')
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal))
    return text.replace(/\/+$/, '')
  throw new UsageError(`${option} ${text} is no https address: write scheme and host`)
}

function write(file: string, text: string): void {
  try {
    // Never over a file that appeared meanwhile.
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new UsageError(`${file} cannot be written (${reason}): name another with --report`)
  }
}
