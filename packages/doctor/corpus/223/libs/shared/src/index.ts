export * from './ims'
