import { html, type TemplateResult } from 'lit/html.js';

const icon = (paths: string): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${paths}></path></svg>`;

export const chatIcon = icon('M4 5h16v11H11l-5 4v-4H4zM8 9h8M8 12h5');
export const closeIcon = icon('M6 6l12 12M18 6L6 18');
export const enlargeIcon = icon('M14 5h5v5M10 19H5v-5M19 5l-6 6M5 19l6-6');
export const menuIcon = icon('M5 7h14M5 12h14M5 17h14');
export const phoneIcon = icon(
  'M5 4h4l2 5-2.5 1.8a12 12 0 0 0 4.7 4.7L15 13l5 2v4a1.5 1.5 0 0 1-1.6 1.5A16 16 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z',
);
export const bellIcon = icon('M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4');
export const penIcon = icon('M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4');
export const mailIcon = icon('M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5');
export const sendIcon = icon('M4 12L20 4l-5 16-3.5-6.5zM11.5 13.5L20 4');
/** Upside down for the other thumb. */
export const thumbIcon = icon('M8 11v9H4v-9zM8 11l4-7a2 2 0 0 1 2 2v4h5a1.5 1.5 0 0 1 1.5 1.8l-1.3 6.5A2 2 0 0 1 17.2 20H8');
export const quoteIcon = icon('M6 3.5h12v17l-6-4-6 4z');
export const copyIcon = icon('M9 9h11v11H9zM15 9V4H4v11h5');
export const downloadIcon = icon('M12 4v11M7 11l5 5 5-5M5 20h14');
export const restartIcon = icon('M5 12a7 7 0 1 0 2.5-5.4M4 4.5V9h4.5');
export const deleteIcon = icon('M5 7h14M10 4h4M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5');
export const alertIcon = icon('M12 4l9 16H3zM12 10v4.5M12 17v.5');
