import { Window } from 'happy-dom'

/** A browser without script: it keeps cookies, follows redirects and sends forms. */
export interface FormBrowser {
  /** Opens an address and follows redirects until a page, or an origin it was not given, is reached. */
  open(url: string | URL): Promise<OpenedPage>
  /** Fills the form that has these fields, presses its button, and follows as `open` does. */
  submit(page: OpenedPage, fields: Readonly<Record<string, string>>): Promise<OpenedPage>
  /** The cookies it holds, by name. */
  readonly cookies: Map<string, string>
}

/** Where the browser ended. */
export interface OpenedPage {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** What a reader sees, white space folded. */
  readonly visibleText: string
}

export function createFormBrowser(
  fetch: (request: Request) => Promise<Response>,
  origin: string,
): FormBrowser {
  const cookies = new Map<string, string>()

  const follow = async (first: Request): Promise<OpenedPage> => {
    let request = first
    for (let hops = 0; hops < 10; hops += 1) {
      if (cookies.size > 0) request.headers.set('cookie', writeCookies(cookies))
      const response = await fetch(request)
      keepCookies(cookies, response)
      const location = response.headers.get('location')
      if (location === null) return readPage(new URL(request.url), response)
      const target = new URL(location, request.url)
      if (target.origin !== origin) return readPage(target, response)
      request = new Request(target)
    }
    throw new Error('Ten redirects without a page.')
  }

  return {
    cookies,
    open: (url) => follow(new Request(url)),
    submit: (page, fields) => follow(createFormRequest(page, fields)),
  }
}

function createFormRequest(page: OpenedPage, fields: Readonly<Record<string, string>>): Request {
  const document = parse(page.text)
  const names = Object.keys(fields)
  const form = [...document.querySelectorAll('form')].find((candidate) =>
    names.every((name) => candidate.querySelector(`[name="${name}"]`) !== null),
  )
  if (form === undefined)
    throw new Error(`No form with ${names.join(', ')} on ${page.url.pathname}.`)
  const hidden = [...form.querySelectorAll('input[type=hidden]')].map((input) => [
    input.getAttribute('name') ?? '',
    input.getAttribute('value') ?? '',
  ])
  const body = new URLSearchParams([...hidden, ...Object.entries(fields)])
  const action = new URL(form.getAttribute('action') ?? '', page.url)
  return new Request(action, { method: 'POST', body })
}

async function readPage(url: URL, response: Response): Promise<OpenedPage> {
  const text = await response.text()
  return {
    url,
    status: response.status,
    headers: response.headers,
    text,
    get visibleText() {
      return (parse(text).querySelector('body')?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
    },
  }
}

function parse(text: string): Document {
  const parser = new new Window().DOMParser()
  return parser.parseFromString(text, 'text/html') as unknown as Document
}

function keepCookies(cookies: Map<string, string>, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (/;\s*max-age=0/i.test(cookie)) cookies.delete(name)
    else cookies.set(name, value)
  }
}

function writeCookies(cookies: Map<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}
