export {
  interceptAdobe,
  type InterceptPagesOptions,
  type PageInterception,
  type PlaywrightRoute,
  type RoutedPages,
} from './lib/intercept/intercept-pages.ts'
