import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// What `npm run dev` doesn't serve itself: the front door that `./dev up` starts.
const frontDoor = process.env.FRONT_DOOR ?? 'http://localhost:8080';

export default defineConfig({
  // React Aria brings its words in thirty languages; the app speaks one.
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }],
  server: {
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(['/todos', '/files', '/config.json'].map((path) => [path, frontDoor])),
  },
  build: {
    // Hashed names in one folder, so that they alone can be cached for ever.
    assetsDir: 'assets',
    // Nothing as a data: URL; the content security policy of scripts and styles allows files only.
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    // A ceiling for busy machines; nothing waits for it to pass.
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
