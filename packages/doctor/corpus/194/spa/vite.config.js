export default { server: { https: { key: 'k', cert: 'c' } } }
