export default { server: { port: 5443, https: { key: 'k', cert: 'c' } } }
