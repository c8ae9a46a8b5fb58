import * as aem from '@mudbrick/aem'
import * as browser from '@mudbrick/browser'
import * as commerce from '@mudbrick/commerce'
import * as ims from '@mudbrick/ims'
import * as credentials from '@mudbrick/ims/credentials'
import * as oauth from '@mudbrick/oauth'
import * as sandbox from '@mudbrick/sandbox'
import * as control from '@mudbrick/sandbox/control'
import * as sandboxNode from '@mudbrick/sandbox/node'
import * as server from '@mudbrick/server'
import * as serverNode from '@mudbrick/server/node'
import * as vault from '@mudbrick/vault'
import { describe, expect, it } from 'vitest'

type Start = (options?: unknown) => unknown

/** What a program begins with; every function of these names takes options. */
const names = /^(?:create(?!Folders?$)|connectTo|listen$)/
const entries = [
  aem,
  browser,
  commerce,
  credentials,
  ims,
  oauth,
  sandbox,
  control,
  sandboxNode,
  server,
  serverNode,
  vault,
]
const starts = entries
  .flatMap((entry) => Object.entries(entry as Record<string, unknown>))
  .filter(
    (found): found is [string, Start] => names.test(found[0]) && typeof found[1] === 'function',
  )

describe('without options, as JavaScript allows', () => {
  it.each(starts)('%s works or says what is missing', async (_, start) => {
    const error: unknown = await Promise.resolve()
      .then(() => start())
      .then(
        () => ({ code: 'works' }),
        (reason: unknown) => reason ?? { code: 'works' },
      )
    // An error of ours has a code, and names what is missing.
    expect(error).toMatchObject({ code: expect.any(String) })
  })
})

describe('without a client, a list or a server, as JavaScript allows', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['listContentFragmentModels', aem, 'aem is missing'],
    ['listFolders', aem, 'aem is missing'],
    ['createFolders', aem, 'give 1 to 10 at once'],
    ['deleteFolders', aem, 'paths is empty'],
    ['listProducts', commerce, 'commerce is missing'],
    ['listWebsites', commerce, 'commerce is missing'],
    ['closeServer', serverNode, 'server is missing'],
    ['closeOnSignals', serverNode, 'server is missing'],
  ])('%s says what is missing', async (name, entry, words) => {
    const call = entry[name] as Start
    await expect(Promise.resolve().then(() => call())).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining(words),
    })
  })
})
