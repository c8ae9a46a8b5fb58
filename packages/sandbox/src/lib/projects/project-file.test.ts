import { describe, expect, it } from 'vitest'
import { createSandbox } from '../sandbox.ts'

describe('the file of a project', () => {
  it('comes back with all that the format holds, and names what it does not', async () => {
    const first = await createSandbox()
    const { id } = first.projects.put({ title: 'Shop', description: 'Sells tents.' })
    const app = first.projects.addApi({
      project: id,
      api: 'commerce-with-adobe-id',
      credential: {
        type: 'web-app',
        name: 'Shop app',
        defaultRedirectUri: 'https://shop.example.com/callback',
        redirectUriPatterns: ['https://shop\\\\.example\\\\.com/callback'],
      },
    })
    const program = first.projects.addApi({
      project: id,
      api: 'aem-assets-author',
      credential: { type: 'server-to-server', name: 'Job' },
    })
    const file: unknown = JSON.parse(JSON.stringify(first.projects.download(id)))

    const second = await createSandbox()
    expect(() => second.projects.import({ file })).toThrow('--scopes')
    const { project, notices } = second.projects.import({ file, scopes: app.scopes })
    expect(project).toMatchObject({
      title: 'Shop',
      description: 'Sells tents.',
      credentials: [app.clientId, program.clientId],
    })
    expect(notices.join(' ')).toContain('product profiles')
    expect(second.credentials.get(app.clientId)).toEqual(app)
    expect(second.credentials.get(program.clientId)).toMatchObject({ secrets: program.secrets })
    const again = second.projects.download(project.id)
    expect(again).toEqual({
      project: { ...Object(file).project, id: project.id, workspace: expect.anything() },
    })
  })

  it('is refused when the sandbox has one of its credentials, and changes nothing', async () => {
    const { projects, credentials } = await createSandbox()
    const { id } = projects.put({})
    projects.addApi({
      project: id,
      api: 'express-embed',
      credential: {
        type: 'single-page-app',
        name: 'Mine',
        defaultRedirectUri: 'https://a.example/callback',
        redirectUriPatterns: [],
      },
    })
    const file = projects.download(id)
    const before = [projects.list(), credentials.list()]
    expect(() => projects.import({ file, scopes: ['openid'] })).toThrow('delete that one first')
    expect([projects.list(), credentials.list()]).toEqual(before)
  })

  it.each([
    ['nothing', undefined],
    ['a text', 'project'],
    ['a list', []],
    [
      'a credential without a client id',
      {
        project: {
          workspace: {
            details: { credentials: [{ name: 'x', integration_type: 'oauthwebapp', oauth2: {} }] },
          },
        },
      },
    ],
  ])('is refused when it is %s', async (_, file) => {
    const { projects } = await createSandbox()
    expect(() => projects.import({ file, scopes: ['openid'] })).toThrow(/file|File/)
  })
})
