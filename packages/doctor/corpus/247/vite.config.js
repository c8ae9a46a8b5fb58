import { sveltekit } from '@sveltejs/kit/vite'
import mkcert from 'vite-plugin-mkcert'
const port = 5199
export default { plugins: [sveltekit(), mkcert()], server: { port } }
