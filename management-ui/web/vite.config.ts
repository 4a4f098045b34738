import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Where a gateway runs, for `npm run dev`. The pages that are built are served by the gateway itself.
const gateway = process.env.MERIDIAN_UI ?? 'http://127.0.0.1:9090';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // The gateway's policy allows no script or style but files of its own: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: {
      // The gateway takes only calls of its own origin.
      '/v1': { target: gateway, changeOrigin: true, headers: { origin: gateway } },
      '/ui': { target: gateway, changeOrigin: true, ws: true, headers: { origin: gateway } },
    },
  },
});
