const { Core } = require('@adobe/aio-sdk')
async function main (params) {
  const logger = Core.Logger('sync', { level: params.LOG_LEVEL || 'info' })
  logger.info('start')
  return { statusCode: 200 }
}
exports.main = main
