module.exports = { aem: { host: process.env.AEM_AUTHOR } }
