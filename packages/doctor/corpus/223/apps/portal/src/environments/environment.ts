export const environment = { adobe: { clientId: '2a1c3d4e5f60718293a4b5c6d7e8f901', redirect: 'https://portal.contoso.com/auth' } }
