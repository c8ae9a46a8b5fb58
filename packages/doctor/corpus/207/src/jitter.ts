export const jitter = () => Math.random() * 1000
