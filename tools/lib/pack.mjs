// @ts-check
import { resolve } from 'node:path'

import { compile } from './compile.mjs'
import { copyExample, listExamples } from './copy-example.mjs'
import { Failure, reportFailure } from './failure.mjs'
import { installWhenStale } from './install.mjs'
import { packPackages } from './pack-packages.mjs'
import { withProgress } from './progress.mjs'
import { inRepository } from './repository.mjs'

const usage = `
  npm run pack                              writes a tarball of every published package to .cache/tarballs
  npm run pack -- --example <name> <folder> copies an example to a new folder, where it runs without this repository

Prints the line that installs the packages in a project of your own.
The examples: ${listExamples().join(', ')}.
`

/** @param {string[]} args */
export async function pack(args) {
  if (args.includes('--help') || args.includes('-h')) return console.log(usage)
  try {
    const example = readArguments(args)
    await installWhenStale()
    await compile()
    const tarballs = await withProgress({ doing: 'Packing', done: 'Packed' }, () =>
      packPackages(inRepository('.cache', 'tarballs')),
    )
    if (example === undefined) return console.log(describeInstallation([...tarballs.values()]))
    // Loaded late: the sandbox may have been compiled only now.
    const { ensureCertificate } = await import('@mudbrick/sandbox/node')
    await copyExample({ ...example, tarballs, certificate: await ensureCertificate() })
    console.log(
      `\nThe example is in ${example.folder}. Run it there with\n\n  npm install\n  npm start\n\nand the sandbox in another terminal with\n\n  npx mudbrick sandbox\n`,
    )
  } catch (error) {
    reportFailure(error)
    process.exitCode = 1
  }
}

/** @param {string[]} args */
function readArguments(args) {
  if (args.length === 0) return undefined
  const [option, name, folder, ...others] = args
  if (option !== '--example' || folder === undefined || name === undefined || others.length > 0) {
    throw new Failure(
      `npm run pack does not understand ${args.join(' ')}: write --example, the name of an example and a new folder, or nothing.`,
    )
  }
  // npm runs scripts at the root of the repository; the folder is meant from where the user is.
  return { name, folder: resolve(process.env.INIT_CWD ?? process.cwd(), folder) }
}

/** @param {string[]} tarballs */
function describeInstallation(tarballs) {
  // npm expects the shell to expand the asterisk, which those of Windows do not.
  const files =
    process.platform === 'win32'
      ? tarballs.map((path) => `"${path}"`).join(' ')
      : `${inRepository('.cache', 'tarballs').replaceAll(' ', '\\ ')}/*.tgz`
  return `\nInstall Mudbrick in a project of your own with\n\n  npm install ${files}\n`
}
