import { defineStore } from 'pinia'
import { ref } from 'vue'
export const useSession = defineStore('session', () => {
  const accessToken = ref<string>()
  const locale = ref(localStorage.getItem('locale') ?? 'en')
  const keep = (t: { access_token: string }) => { accessToken.value = t.access_token }
  return { accessToken, locale, keep }
})
