export default defineNuxtConfig({
  runtimeConfig: { imsClientSecret: process.env.IMS_CLIENT_SECRET, public: { imsClientId: 'ea1c3d4e5f60718293a4b5c6d7e8f901', redirectUri: 'https://localhost:3010/auth' } },
})
