// Bundles the widget into one script: `node build.mjs [where to]`.
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { build, transform } from 'esbuild';

/** A stylesheet goes into the script as its minified text. */
const stylesheets = {
  name: 'stylesheets',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: [new URL('src/index.ts', import.meta.url).pathname],
  write: false,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  // Each of Lit's modules brings the same licence: it is told once.
  legalComments: 'none',
  banner: { js: '/*! Lit: Copyright 2017 Google LLC, SPDX-License-Identifier: BSD-3-Clause */' },
  plugins: [stylesheets],
});

// Minified code has no indented lines but those of templates, where white space is one space.
const script = outputFiles[0].text.replace(/\n +/g, ' ');
const to = process.argv[2] ?? new URL('dist/widget.js', import.meta.url).pathname;
await writeFile(to, script);
await copyFile(new URL('src/widget.d.ts', import.meta.url), to.replace(/\.js$/, '.d.ts'));
