const { Core } = require('@adobe/aio-sdk')
const { client } = require('../client')
async function main (params) {
  const logger = Core.Logger('sync', { level: params.LOG_LEVEL || 'info' })
  const token = params.__ow_headers.authorization.slice('Bearer '.length)
  logger.debug('asking')
  return { statusCode: 200, body: await client(params.COMMERCE_BASE_URL, token).get('V1/products?searchCriteria[pageSize]=1').json() }
}
exports.main = main
