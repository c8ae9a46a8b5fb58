import { PUBLIC_ADOBE_CLIENT_ID, PUBLIC_ADOBE_SECRET } from '$env/static/public'
export const load = () => ({ id: PUBLIC_ADOBE_CLIENT_ID, s: PUBLIC_ADOBE_SECRET })
