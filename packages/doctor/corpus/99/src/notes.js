// Do not write localStorage.setItem('access_token', token), nor code_challenge_method: 'plain'.
export const advice = 'Never keep client_secret or access_token in localStorage.'
/* Date.now() + expires_in is wrong. */
export const random = () => Math.random()
