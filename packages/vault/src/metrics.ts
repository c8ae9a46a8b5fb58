export {
  registerVaultMetrics,
  type ObservableVault,
  type RegisterVaultMetricsOptions,
} from './lib/metrics.ts'
