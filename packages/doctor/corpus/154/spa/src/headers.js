export const headersFor = (token) => ({ Authorization: 'Bearer ' + token, 'x-api-key': '95b3c4d5e6f70819a2b3c4d5e6f70819' })
