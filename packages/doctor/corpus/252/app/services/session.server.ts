import { createCookieSessionStorage } from 'react-router'
export const { getSession, commitSession } = createCookieSessionStorage({ cookie: { name: 's', httpOnly: true, secure: true } })
