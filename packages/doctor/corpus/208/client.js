export const CLIENT = { id: '22c3c4d5e6f70819a2b3c4d5e6f70819', redirectUri: 'http://localhost:8000/redirect.html' }
