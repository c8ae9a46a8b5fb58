import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** A package of Debian, and a program that shows that it is installed. */
export interface DebianPackage {
  readonly name: string
  readonly program: string
}

/** Installs the packages that are missing, as root; otherwise fails and says how to install them. */
export function installDebianPackages(packages: readonly DebianPackage[]): void {
  const missing = packages.filter(({ program }) => !existsSync(program)).map(({ name }) => name)
  if (missing.length === 0) return
  const installation = ['install', '--yes', '--no-install-recommends', ...missing]
  const command = `apt-get ${installation.join(' ')}`
  if (process.getuid?.() !== 0 || !existsSync(aptGet)) {
    throw new Error(
      `This test needs the packages ${missing.join(' and ')} of Debian 12: run sudo ${command}, then run it again.`,
    )
  }
  console.info(`This test needs packages of Debian that are missing, and runs ${command}`)
  runAptGet(['update'])
  runAptGet(installation)
}

const aptGet = '/usr/bin/apt-get'

function runAptGet(parameters: readonly string[]): void {
  execFileSync(aptGet, parameters, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
