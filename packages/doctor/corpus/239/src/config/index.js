const all = {
  development: { clientId: '6a1c3d4e5f60718293a4b5c6d7e8f901', clientSecret: 'p8e-heldOutTwoNineteen' },
  production: { clientId: '7a1c3d4e5f60718293a4b5c6d7e8f901', clientSecret: process.env.REACT_APP_S },
}
export default all[process.env.NODE_ENV]
