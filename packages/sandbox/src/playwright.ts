export {
  type BrowserFixtures,
  type FailedTestInfo,
  type Fixture,
  type PlaywrightFixtures,
  sandboxFixtures,
  type SandboxFixtures,
} from './lib/fixtures/sandbox-fixtures.ts'
export {
  type BrowserCookie,
  type CookieJar,
  signIn,
  type SigningInSandbox,
  type SignInOptions,
} from './lib/fixtures/sign-in-browser.ts'
export {
  type FormPage,
  signInThroughForm,
  type SignInThroughFormOptions,
} from './lib/fixtures/sign-in-through-form.ts'
export { type AdobeProxy, openAdobeProxy } from './lib/intercept/adobe-proxy.ts'
export {
  interceptAdobe,
  type InterceptPagesOptions,
  type PageInterception,
} from './lib/intercept/intercept-pages.ts'
export type {
  PausedRequest,
  PlaywrightContext,
  PlaywrightPage,
  PlaywrightPages,
  PlaywrightRequest,
  PlaywrightRoute,
  RedirectCommand,
  RedirectSession,
} from './lib/intercept/playwright-page.ts'
