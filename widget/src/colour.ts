/** The colours that follow from the one a page chooses. */
export interface Palette {
  accent: string;
  /** Text on the accent. */
  ink: string;
  /** The accent where it is readable on a light ground. */
  link: string | undefined;
}

/** WCAG's least contrast of text. */
const READABLE = 4.5;
const LIGHT_GROUND = 0xeef2f7;

/**
 * Makes text readable on whatever colour a page chooses.
 *
 * @param colour `#rgb` or `#rrggbb`.
 * @returns the palette, or nothing when `colour` is neither.
 */
export function palette(colour: string): Palette | undefined {
  const digits = /^#(?:([\da-f]{3})|([\da-f]{6}))$/i.exec(colour.trim());
  if (!digits) return undefined;
  const value = parseInt(digits[1]?.replace(/./g, '$&$&') ?? digits[2]!, 16);
  return {
    accent: colour,
    ink: contrast(value, 0xffffff) >= READABLE ? '#fff' : '#000',
    link: contrast(value, LIGHT_GROUND) >= READABLE ? colour : undefined,
  };
}

function contrast(one: number, other: number): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: number): number {
  const [red, green, blue] = [16, 8, 0].map((shift) => {
    const part = ((colour >> shift) & 0xff) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
