export * from '@mudbrick/browser/standalone.js'
