import { useLocalStorage } from '@vueuse/core'
const accessToken = useLocalStorage('adobe.access_token', '')
export const useAdobe = () => ({ accessToken })
