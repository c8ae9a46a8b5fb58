const got = require('got')
exports.client = (prefixUrl, token) => got.extend({ prefixUrl, headers: { authorization: `Bearer ${token}` } })
