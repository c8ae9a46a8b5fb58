export const APP_CONFIG = { redirectUri: process.env.REACT_APP_REDIRECT_URI, scopes: process.env.REACT_APP_ADC_SCOPES }
