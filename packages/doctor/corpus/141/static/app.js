function signIn() {
  var state = Array.from(crypto.getRandomValues(new Uint32Array(4))).join('-')
  sessionStorage.setItem('state', state)
  var q = new URLSearchParams({
    client_id: '04b3c4d5e6f70819a2b3c4d5e6f70819',
    redirect_uri: location.origin + '/viewer.html',
    response_type: 'token',
    scope: 'openid,AdobeID',
    state: state
  })
  location.href = 'https://ims-na1.adobelogin.com/ims/authorize/v2?' + q
}
