export const authorize = (id: string, back: string, state: string, challenge: string): string =>
  `https://ims-na1.adobelogin.com/ims/authorize/v2?client_id=${id}&redirect_uri=${encodeURIComponent(back)}&response_type=code&scope=openid,AdobeID&state=${state}&code_challenge=${challenge}&code_challenge_method=s256`
