export default defineNuxtConfig({
  devtools: { enabled: true },
  runtimeConfig: {
    sessionPassword: '',
    public: {
      imsClientId: '0a1c3d4e5f60718293a4b5c6d7e8f901',
      imsClientSecret: process.env.IMS_CLIENT_SECRET,
    },
  },
})
