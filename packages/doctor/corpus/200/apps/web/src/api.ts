export const me = () => fetch(`${import.meta.env.VITE_API}/me`, { credentials: 'include' })
