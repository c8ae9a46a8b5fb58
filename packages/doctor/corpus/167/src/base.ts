export const BASE = 'https://na1-sandbox.api.commerce.adobe.com/Ab12Cd34Ef56Gh78Ij90Kl'
