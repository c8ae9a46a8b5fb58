import { describe, expect, it } from 'vitest'
import {
  chooseSqliteDriver,
  findSqliteSources,
  isSafeSqliteVersion,
  type SqliteDriver,
  type SqliteSource,
} from './sqlite-driver.ts'

// @see https://sqlite.org/wal.html#walresetbug
describe('isSafeSqliteVersion()', () => {
  it.each(['3.51.3', '3.52.0', '3.53.0', '3.100.0', '4.0.0', '3.50.7', '3.50.12', '3.44.6'])(
    'accepts %s',
    (version) => {
      expect(isSafeSqliteVersion(version)).toBe(true)
    },
  )

  it.each([
    '3.51.2',
    '3.51.0',
    '3.50.6',
    '3.50.0',
    '3.49.9',
    '3.47.0',
    '3.45.1',
    '3.44.5',
    '3.43.9',
    '3.7.0',
    '3.6.23',
    '2.8.17',
    '',
    'unknown',
  ])('refuses %j', (version) => {
    expect(isSafeSqliteVersion(version)).toBe(false)
  })
})

describe('chooseSqliteDriver()', () => {
  it('takes the first one that is safe', () => {
    const builtIn = createSource('node:sqlite', '3.51.3')
    const { specifier } = chooseSqliteDriver([builtIn, createSource('/package.js', '3.53.0')])
    expect(specifier).toBe('node:sqlite')
  })

  it('falls back to the package where the one of Node.js loses commits', () => {
    const builtIn = createSource('node:sqlite', '3.51.2')
    const { specifier } = chooseSqliteDriver([builtIn, createSource('/package.js', '3.53.0')])
    expect(specifier).toBe('/package.js')
  })

  it('does not load one that is known to lose commits', () => {
    const builtIn = {
      ...createSource('node:sqlite', '3.51.2'),
      version: '3.51.2',
      load: () => expect.unreachable('it prints a warning'),
    }
    const { specifier } = chooseSqliteDriver([builtIn, createSource('/package.js', '3.53.0')])
    expect(specifier).toBe('/package.js')
  })

  it('asks SQLite itself, which may be another one than Node.js was built with', () => {
    const builtIn = { ...createSource('node:sqlite', '3.46.1'), version: '3.53.0' }
    expect(() => chooseSqliteDriver([builtIn])).toThrow('the one of node:sqlite has 3.46.1')
  })

  it('names the versions that it refuses, and the remedy', () => {
    const sources = [
      createSource('Node.js 22.12.0', '3.47.0'),
      createSource('@photostructure/sqlite', '3.50.4'),
    ]
    expect(() => chooseSqliteDriver(sources)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        code: 'invalid_option',
        option: 'file',
        message:
          'The store needs SQLite 3.51.3 or newer, since older ones can lose commits, but the one of Node.js 22.12.0 has 3.47.0 and the one of @photostructure/sqlite has 3.50.4: run npm install @photostructure/sqlite@1, or use Node.js 22.22.3, 24.15.0 or newer.',
      }),
    )
  })

  it('says that there is none', () => {
    const sources = [createSource('Node.js 20.20.2'), createSource('@photostructure/sqlite')]
    expect(() => chooseSqliteDriver(sources)).toThrow(
      'but Node.js 20.20.2 is missing and @photostructure/sqlite is missing: run npm install @photostructure/sqlite@1,',
    )
  })

  it('says why one cannot be loaded', () => {
    const broken = {
      ...createSource('@photostructure/sqlite'),
      load: () => {
        throw new Error('No native build was found')
      },
    }
    expect(() => chooseSqliteDriver([createSource('Node.js 20.20.2'), broken])).toThrow(
      'the one of @photostructure/sqlite cannot be loaded (No native build was found)',
    )
  })

  it('finds one among what is installed here', () => {
    expect(chooseSqliteDriver(findSqliteSources()).driver).toHaveProperty('DatabaseSync')
  })
})

function createSource(name: string, version?: string): SqliteSource {
  return {
    specifier: name,
    title: `the one of ${name}`,
    absence: `${name} is missing`,
    load: () => (version === undefined ? undefined : createDriver(version)),
  }
}

function createDriver(version: string): SqliteDriver {
  return {
    DatabaseSync: class {
      exec(): void {}
      prepare(): never {
        return { get: () => ({ version }) } as never
      }
      close(): void {}
    },
  }
}
