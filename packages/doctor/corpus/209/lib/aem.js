import { AEMHeadless } from '@adobe/aem-headless-client-js'
export const aem = new AEMHeadless({ serviceURL: process.env.NEXT_PUBLIC_AEM_HOST, endpoint: process.env.NEXT_PUBLIC_GRAPHQL_ENDPOINT })
export const fragments = () => fetch(process.env.NEXT_PUBLIC_AEM_HOST + '/adobe/contentFragments?limit=20')
