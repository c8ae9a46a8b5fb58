import { once } from 'node:events'
import { get } from 'node:https'

const keys = 'https://ims-na1.adobelogin.com/ims/keys'

const { status } = await fetch(keys)
const [answer] = await once(get(keys), 'response')
answer.resume()
const elsewhere = await fetch('https://service.example/').then(
  () => 'answered',
  () => 'failed',
)

console.log(JSON.stringify({ fetch: status, https: answer.statusCode, elsewhere }))
