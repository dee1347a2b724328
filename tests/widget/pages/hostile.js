// Shortcuts as pages have them, and a full-screen layer above everything.
document.addEventListener('keydown', (event) => event.preventDefault());
const layer = document.createElement('div');
document.body.append(layer);
layer.attachShadow({ mode: 'open' }).adoptedStyleSheets = [new CSSStyleSheet()];
layer.shadowRoot.adoptedStyleSheets[0].replaceSync(
  ':host { all: initial !important; position: fixed !important; inset: 0 !important; z-index: 2147483647 !important }',
);
