export { registerServerMetrics, type RegisterServerMetricsOptions } from './lib/metrics.ts'
