import { tokenRequest } from '@mono/ims'
import Fastify from 'fastify'
const app = Fastify()
app.get('/renew', async () => tokenRequest(process.env.IMS_CLIENT_ID!, process.env.IMS_CLIENT_SECRET!))
app.listen({ port: Number(process.env.PORT ?? 5190) })
