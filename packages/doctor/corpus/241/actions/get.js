exports.main = async (params) => ({ statusCode: 200, body: params.COMMERCE_BASE_URL })
