import { readFileSync } from 'node:fs'
export const render = () => readFileSync('index.html', 'utf8')
