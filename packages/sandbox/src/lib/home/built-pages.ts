import { generateSecret, type Randomness } from '../effects.ts'
import type { ReadPageFile } from '../node/page-files.ts'
import type { SandboxOrigins } from '../origins.ts'
import { isLoopback } from '../wire/loopback.ts'

/** What the built pages are served with. */
export interface BuiltPagesContext {
  readonly origins: SandboxOrigins
  readonly randomness: Randomness
  /** The `Set-Cookie` that opens the control API to this origin's pages; nothing when there is no such API. */
  readonly controlCookie: (() => string) | undefined
  /** Reads a file of the built pages; those of the package by default. */
  readonly readPageFile?: ReadPageFile
}

/**
 * The application that shows the sandbox, as it was built: its page for every address that a user may have, and its
 * files. Nothing where it was not built, so that the plain page answers.
 */
export async function answerWithBuiltPages(
  request: Request,
  context: BuiltPagesContext,
): Promise<Response | undefined> {
  const { pathname } = new URL(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  const isFile = /\.\w+$/.test(pathname)
  // A program that asks for nothing in particular gets the plain page, which it can read.
  if (!isFile && request.headers.get('accept')?.includes('text/html') !== true) return undefined
  const read = context.readPageFile ?? (await import('../node/page-files.ts')).readPageFile
  const response = isFile
    ? await answerFile(pathname, read)
    : await answerPage(request, context, read)
  return request.method === 'HEAD' && response !== undefined
    ? new Response(null, response)
    : response
}

async function answerFile(pathname: string, read: ReadPageFile): Promise<Response | undefined> {
  const file = pathname === '/index.html' ? undefined : await read(pathname)
  if (file === undefined) return undefined
  return new Response(file.bytes, {
    headers: {
      'content-type': file.type,
      // The build puts a hash into the name of every file there.
      'cache-control': pathname.startsWith('/assets/')
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    },
  })
}

async function answerPage(
  request: Request,
  context: BuiltPagesContext,
  read: ReadPageFile,
): Promise<Response | undefined> {
  const file = await read('/index.html')
  if (file === undefined) return undefined
  const nonce = generateSecret(context.randomness)
  const text = new TextDecoder().decode(file.bytes).replaceAll('__CSP_NONCE__', nonce)
  const mayControl = isNavigation(request) && isOfThisComputer(context.origins.home)
  const cookie = mayControl ? context.controlCookie?.() : undefined
  return new Response(text, {
    headers: {
      'content-type': file.type,
      'cache-control': 'no-store',
      'content-security-policy': describePolicy(context, nonce),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      ...(cookie !== undefined && { 'set-cookie': cookie }),
    },
  })
}

/** A script of another page cannot navigate unseen, and a program has the token that was printed. */
function isNavigation({ headers }: Request): boolean {
  return (
    headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document'
  )
}

/** Where others reach the sandbox too, the page asks for the token, and so does `POST /control/session`. */
function isOfThisComputer(home: string): boolean {
  const { hostname } = new URL(home)
  // The sandbox in process is at no port at all.
  return isLoopback(hostname) || hostname === 'sandbox.test'
}

/** The page asks the other origins whether this browser gets there. */
function describePolicy(
  { origins: { ims, aem, commerce } }: BuiltPagesContext,
  nonce: string,
): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${ims} ${aem} ${commerce}`,
    "manifest-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}
