import type { SourceFact } from '@mudbrick/doctor'
import { describe, expect, it } from 'vitest'

import { createSourceReader, type SourceReading } from './read-source.ts'

const ims = 'https://ims-na1.adobelogin.com'

describe('createSourceReader()', () => {
  it.each<[string, string, Partial<SourceFact> & { readonly kind: SourceFact['kind'] }]>([
    [
      'a request that is an address',
      `location.href = \`${ims}/ims/authorize/v2?client_id=\${id}&response_type=code&code_challenge=\${c}&code_challenge_method=S256\``,
      {
        kind: 'authorization-request',
        parameters: ['client_id', 'response_type', 'code_challenge', 'code_challenge_method'],
      },
    ],
    [
      'a request made by append(), whose challenge is the verifier',
      `function go(codeVerifier) { const u = new URL('${ims}/ims/authorize/v2')
u.searchParams.append('client_id', 'x'); u.searchParams.append('response_type', 'code')
u.searchParams.append('code_challenge', codeVerifier); window.location = u }`,
      { kind: 'authorization-request', challenge: 'plain' },
    ],
    [
      'a refresh whose new token is dropped',
      `class Auth { async renew() { const form = new URLSearchParams(); form.set('grant_type', 'refresh_token')
const { access_token } = await (await fetch('${ims}/ims/token/v3', { body: form })).json(); this.access = access_token } }`,
      { kind: 'token-request', grantType: 'refresh_token', keepsRefreshToken: false },
    ],
    [
      'a refresh that is handed on as a whole',
      `async function renew(r) { const t = await ask({ grant_type: 'refresh_token', refresh_token: r }); use(t.access_token); return t }`,
      { kind: 'token-request', grantType: 'refresh_token', keepsRefreshToken: true },
    ],
    [
      'a lifetime added to a named now',
      `const now = Date.now(); const end = now + data.expires_in`,
      { kind: 'expiry', expression: 'added' },
    ],
    [
      'a lifetime in seconds made milliseconds',
      `const end = Date.now() + answer.expires_in * 1000`,
      { kind: 'expiry', expression: 'multiplied' },
    ],
    [
      'a token kept under an index',
      `localStorage['accessToken'] = tokens.access`,
      { kind: 'token-kept' },
    ],
    [
      'a token kept inside JSON',
      `localStorage.setItem('session', JSON.stringify({ accessToken: data.access_token }))`,
      { kind: 'token-kept' },
    ],
    [
      'a secret set on a form of a page',
      `const body = new URLSearchParams(); body.append('client_secret', process.env.REACT_APP_KEY); document.title = 'x'`,
      { kind: 'secret', form: 'parameter', runsIn: 'page' },
    ],
    [
      'randomness used for a verifier elsewhere in the file',
      `function text() { return String(Math.random()) }\nconst codeVerifier = text()`,
      { kind: 'weak-random', name: 'codeVerifier' },
    ],
  ])('reads %s', (_, text, expected) => {
    expect(read(text).facts).toContainEqual(expect.objectContaining(expected))
  })

  it.each([
    ['a comment', `// localStorage.setItem('access_token', t)\nexport const token = 1`],
    ['a text', `export const help = "localStorage.setItem('access_token', t)"`],
    ['another key', `localStorage.setItem('designTokens', JSON.stringify(tokens.colors))`],
    [
      'seconds multiplied in place',
      `let { expires_in } = answer; expires_in *= 1000; const end = Date.now() + expires_in`,
    ],
    ['seconds added to seconds', `const end = Math.floor(Date.now() / 1000) + answer.expires_in`],
    ['a token against forgery', `localStorage.setItem('csrfToken', value)`],
  ])('finds nothing of tokens in %s', (_, text) => {
    const kinds = read(text).facts.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'token-kept' || kind === 'expiry')).toEqual([])
  })

  it('follows paths, methods and headers through constants, functions and files', () => {
    const { calls } = readSource(
      [
        {
          file: 'src/http.js',
          text: `export const api = (path, options) => fetch(host + path, { ...options, headers: { Authorization: token, ...options.headers } })\nwindow.x = 1`,
        },
        {
          file: 'src/folders.js',
          text: `import { api } from './http'
const FOLDERS = '/adobe/folders'
export const remove = (id) => api(\`\${FOLDERS}/\${id}\`, { method: 'DELETE', headers: { 'If-Match': '*' } })
window.y = 1`,
        },
      ],
      { variables: {}, framework: 'vite' },
    )
    expect(calls).toEqual([
      expect.objectContaining({
        path: '/adobe/folders/x',
        method: 'DELETE',
        headers: ['If-Match', 'Authorization'],
        sentBy: 'page',
      }),
    ])
  })

  it('tells lines of scripts in pages as the page has them', () => {
    const page = `<html>\n<body>\n<script>\nlocalStorage.setItem('token', t)\n</script>\n</html>`
    expect(read(page, 'index.html').facts).toContainEqual(
      expect.objectContaining({ kind: 'token-kept', line: 4, runsIn: 'page' }),
    )
  })

  it.each([
    ["{ client_id: id, response_type: 'code', state: 'something' }"],
    ['`/ims/authorize/v2?client_id=${id}&state=something&response_type=code`'],
  ])('takes a state that is always the same for none: %s', (request) => {
    const [fact] = read(`const url = ${request}\nlocation.href = url`).facts
    expect(fact).toMatchObject({
      kind: 'authorization-request',
      parameters: expect.not.arrayContaining(['state']),
    })
  })

  it('asks no challenge of a request for a token', () => {
    const text = `const q = { client_id: id, response_type: 'token', state: s }; location.href = url + q`
    expect(read(text).facts).toContainEqual(
      expect.objectContaining({ kind: 'authorization-request', challenge: 'unknown' }),
    )
  })

  it('leaves settings of a client library alone, which makes state and challenge itself', () => {
    const text = `import { UserManager } from 'oidc-client-ts'
const settings = { client_id: 'x', response_type: 'code', redirect_uri: 'y' }
export const users = new UserManager(settings)`
    expect(read(text).facts.map(({ kind }) => kind)).not.toContain('authorization-request')
  })

  it.each([
    ['create-react-app', 'src/api/client.js', '', 'page'],
    ['vite', 'src/api/client.ts', '', 'page'],
    ['vite', 'src/server/index.ts', '', 'server'],
    ['next', 'app/api/token/route.js', '', 'server'],
    ['next', 'pages/index.js', 'export const getServerSideProps = () => window', 'unknown'],
    ['next', 'components/a.js', "'use client'", 'page'],
    ['none', 'server.js', "import express from 'express'", 'server'],
    ['none', 'public/a.js', '', 'page'],
    ['none', 'lib/a.js', '', 'unknown'],
  ])('tells where code runs: %s, %s %j', (framework, file, start, runsIn) => {
    const text = `${start}\nexport const client_secret = { client_secret: 'p8e-fake-secret' }`
    const { facts } = readSource([{ file, text }], { variables: {}, framework })
    expect(facts.map((fact) => fact.runsIn)).toContain(runsIn)
  })

  it('names what cannot be parsed, and goes on', () => {
    expect(read('const token = ').unparsed).toEqual([
      { file: 'src/a.js', reason: 'has an error of syntax at line 1' },
    ])
  })

  it.each([
    ['parentheses', `(`, `)`],
    ['lists', `[`, `]`],
    ['conditions', `a?1:`, ''],
    ['functions', `a=>`, ''],
    ['assignments', `a=`, ''],
    ['elements', `<a>`, `</a>`],
    ['negations', `!`, ''],
    ['sums', `1+`, ''],
  ])('passes over %s that would end the process', (_, open, close) => {
    const text = `const token = ${open.repeat(20_000)}1${close.repeat(20_000)}`
    expect(read(text, 'src/a.jsx').unparsed).toEqual([
      { file: 'src/a.jsx', reason: 'nests too deeply to be read' },
    ])
  })
})

function readSource(
  files: readonly { readonly file: string; readonly text: string }[],
  options: { readonly variables: Readonly<Record<string, string>>; readonly framework: string },
): SourceReading {
  const names = { aliases: [], packages: new Map<string, string>() }
  return createSourceReader(files, names, () => options.framework)(files, options.variables)
}

function read(text: string, file = 'src/a.js'): SourceReading {
  return readSource([{ file, text }], { variables: {}, framework: 'none' })
}
