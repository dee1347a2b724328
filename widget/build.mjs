// Bundles the widget into one script: `node build.mjs [where to]`.
import { readFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

/** A stylesheet goes into the script as its minified text. */
const stylesheets = {
  name: 'stylesheets',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code, loader: 'text' };
    });
  },
};

await build({
  entryPoints: [new URL('src/index.ts', import.meta.url).pathname],
  outfile: process.argv[2] ?? new URL('dist/widget.js', import.meta.url).pathname,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'utf8',
  // The licences of what is bundled want to be told.
  legalComments: 'eof',
  plugins: [stylesheets],
});
