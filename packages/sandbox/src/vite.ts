export {
  sandbox,
  type SandboxPlugin,
  type SandboxPluginOptions,
  type SandboxPluginServer,
} from './lib/node/vite-plugin.ts'
