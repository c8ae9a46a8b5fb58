// @ts-check
import { createServer } from 'node:http'

import { announce } from '../lib/serve.mjs'

// As a page of products, of about 2 kB.
const text = JSON.stringify({ items: Array.from({ length: 20 }, createProduct), total_count: 500 })

// A service behind a proxy: it looks for a token if there has to be one, takes any body, and answers.
const server = createServer((request, response) => {
  const isWelcome = !request.headers['x-demands-token'] || request.headers.authorization
  request.resume().once('end', () => {
    response.writeHead(isWelcome ? 200 : 401, {
      'content-type': 'application/json',
      'content-length': text.length,
    })
    response.end(text)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  announce(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
})

/**
 * @param {unknown} _
 * @param {number} index
 */
function createProduct(_, index) {
  return { id: index, sku: `24-MB${index}`, name: `Tent for ${index} people`, price: 100 + index }
}
