/** A 200 without a body, labelled as JSON: clients that insist on JSON take that, and no other label. */
export function emptyAnswer(): Response {
  return new Response(null, {
    headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
  })
}
