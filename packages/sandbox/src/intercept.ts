import './lib/intercept/install.ts'
