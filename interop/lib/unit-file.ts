import { readFileSync } from 'node:fs'

/** What a unit of systemd says about its process. */
export interface ProcessUnit {
  readonly command: readonly string[]
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

/** Reads an instance of a template unit, as far as its process is concerned. */
export function readUnit(text: string, instance: string): ProcessUnit {
  const settings = [...text.replaceAll('%i', instance).matchAll(/^(\w+)=(.*)$/gm)]
  const valuesOf = (name: string): string[] =>
    settings.filter(([, key]) => key === name).map(([, , value = '']) => value)
  const files = valuesOf('EnvironmentFile').map((file) => readFileSync(file, 'utf8'))
  return {
    command: valuesOf('ExecStart').join(' ').split(' '),
    folder: valuesOf('WorkingDirectory').join(''),
    environment: parseVariables([
      ...valuesOf('Environment').flatMap((line) => line.split(' ')),
      // They have precedence.
      ...files.flatMap((file) => file.split('\n')).filter((line) => /^\w/.test(line)),
    ]),
  }
}

function parseVariables(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.indexOf('=')
      return [line.slice(0, end), line.slice(end + 1)]
    }),
  )
}
