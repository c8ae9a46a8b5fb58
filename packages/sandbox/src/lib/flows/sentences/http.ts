import { rfc, type SentenceTable } from './sentence-table.ts'
import type { Source } from '../explanation.ts'

const fetchMetadata: Source = {
  name: 'Fetch Metadata Request Headers',
  url: 'https://www.w3.org/TR/fetch-metadata/',
}
const cors: Source = {
  name: 'Fetch: the CORS protocol',
  url: 'https://fetch.spec.whatwg.org/#http-cors-protocol',
}
const hints: Source = {
  name: 'User-Agent Client Hints',
  url: 'https://wicg.github.io/ua-client-hints/',
}
const policies: Source = {
  name: 'Content Security Policy Level 3',
  url: 'https://www.w3.org/TR/CSP3/',
}

/** Headers of requests that mean the same to every service. */
export const requestHeaders: SentenceTable = {
  accept: ['Which media types the client can read.', rfc(9110, '12.5.1')],
  'accept-encoding': ['Which compressions the client can undo.', rfc(9110, '12.5.3')],
  'accept-language': ['Which languages the user prefers.', rfc(9110, '12.5.4')],
  'access-control-request-headers': [
    'A preflight asks whether the page may send these headers.',
    cors,
  ],
  'access-control-request-method': ['A preflight asks whether the page may use this method.', cors],
  authorization: [
    'Proves who asks: Bearer carries an access token, Basic the client id and its secret.',
    rfc(9110, '11.6.2'),
  ],
  'cache-control': ['What caches on the way may do.', rfc(9111, '5.2')],
  connection: ['Whether the connection stays open.', rfc(9110, '7.6.1')],
  'content-length': ['How many bytes the body has.', rfc(9110, '8.6')],
  'content-type': ['What kind of body was sent.', rfc(9110, '8.3')],
  cookie: ['What this origin has stored in the browser.', rfc(6265, '5.4')],
  dnt: ['The user wishes not to be tracked.', fetchMetadata],
  host: ['The host and port that the client asked for.', rfc(9110, '7.2')],
  'if-match': [
    'The request counts only for the version with this ETag, so that no other change is lost.',
    rfc(9110, '13.1.1'),
  ],
  'if-none-match': [
    'The answer is wanted only when it is another version than this.',
    rfc(9110, '13.1.2'),
  ],
  'if-modified-since': [
    'The answer is wanted only when it has changed since.',
    rfc(9110, '13.1.3'),
  ],
  origin: ['The page that asks, set by the browser: what CORS decides by.', rfc(6454, '7')],
  pragma: ['The older form of Cache-Control.', rfc(9111, '5.4')],
  priority: ['How urgent the browser finds it.', rfc(9218, '4')],
  referer: ['The page from which the user or the script came.', rfc(9110, '10.1.3')],
  'sec-ch-ua': ['Which browser it is.', hints],
  'sec-ch-ua-mobile': ['Whether it is a browser of a telephone.', hints],
  'sec-ch-ua-platform': ['Which operating system it runs on.', hints],
  'sec-fetch-dest': [
    'What the browser fetches it for: a document, a frame, or nothing in particular as of a script.',
    fetchMetadata,
  ],
  'sec-fetch-mode': ['How the browser fetches it: navigate, cors, no-cors.', fetchMetadata],
  'sec-fetch-site': [
    'How the page that asks is related to this origin; none when the user opened the address.',
    fetchMetadata,
  ],
  'sec-fetch-user': ['The user caused it, as by a click.', fetchMetadata],
  'sec-fetch-storage-access': ['Whether the frame may use its cookies.', fetchMetadata],
  'sec-gpc': ['The user wishes not to be tracked.', fetchMetadata],
  te: ['Which transfer codings the client takes.', rfc(9110, '10.1.4')],
  traceparent: [
    'Names the trace that the request belongs to.',
    { name: 'Trace Context §3.2', url: 'https://www.w3.org/TR/trace-context/#traceparent-header' },
  ],
  'transfer-encoding': ['How the body is sent.', rfc(9112, '6.1')],
  'upgrade-insecure-requests': ['The browser prefers HTTPS.', policies],
  'user-agent': ['Which program sent it.', rfc(9110, '10.1.5')],
}

/** Headers of answers that mean the same of every service. */
export const responseHeaders: SentenceTable = {
  'access-control-allow-credentials': [
    'The page may read the answer though cookies or credentials were sent.',
    cors,
  ],
  'access-control-allow-headers': ['Headers that a page may send, for the preflight.', cors],
  'access-control-allow-methods': ['Methods that a page may use, for the preflight.', cors],
  'access-control-allow-origin': [
    'The page of this origin may read the answer. Without it the browser keeps the answer from the page.',
    cors,
  ],
  'access-control-expose-headers': ['Headers that the page may read too.', cors],
  'access-control-max-age': ['For how many seconds the browser remembers the preflight.', cors],
  allow: ['The methods that this address takes.', rfc(9110, '10.2.1')],
  'cache-control': ['What caches may do: no-store keeps tokens out of them.', rfc(9111, '5.2')],
  'content-length': ['How many bytes the body has.', rfc(9110, '8.6')],
  'content-security-policy': ['What the page may load and where its forms may lead.', policies],
  'content-type': ['What kind of body the answer has.', rfc(9110, '8.3')],
  'cross-origin-opener-policy': [
    'Whether the window keeps its tie to the page that opened it.',
    {
      name: 'HTML: cross-origin opener policies',
      url: 'https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies',
    },
  ],
  date: ['When the answer was made.', rfc(9110, '6.6.1')],
  etag: ['Names this version of what was read.', rfc(9110, '8.8.3')],
  location: ['Where the browser goes next.', rfc(9110, '10.2.2')],
  pragma: ['The older form of Cache-Control.', rfc(9111, '5.4')],
  'referrer-policy': [
    'Whether the next address learns this one, which may hold a code.',
    { name: 'Referrer Policy', url: 'https://www.w3.org/TR/referrer-policy/' },
  ],
  'retry-after': ['When to try again, in seconds or as a date.', rfc(9110, '10.2.3')],
  'set-cookie': ['What the browser is to store for this origin.', rfc(6265, '4.1')],
  vary: ['The answer depends on these headers of the request.', rfc(9110, '12.5.5')],
  'www-authenticate': ['What kind of proof is missing.', rfc(9110, '11.6.1')],
  'x-content-type-options': [
    'The browser must not guess another kind of content.',
    {
      name: 'Fetch: X-Content-Type-Options',
      url: 'https://fetch.spec.whatwg.org/#x-content-type-options-header',
    },
  ],
}
