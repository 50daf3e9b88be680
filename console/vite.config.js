import { defineConfig } from 'vite';

// One script and one style sheet, no inline code: the node's content policy allows nothing else.
export default defineConfig({
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: true },
});
