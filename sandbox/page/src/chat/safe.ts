// What a bot may put into addresses and colours.

/** An address that a link may lead to: pages of the web, and nothing that would run here. */
export const webPage = (url: string | undefined): string | undefined =>
  url && /^https?:\/\//.test(url) ? url : undefined;

/** Whether the sandbox itself serves this, so that the page may load it. */
export const isOwn = (url: string): boolean => {
  try {
    return new URL(url).origin === window.location.origin;
  } catch {
    return false;
  }
};

/** A colour from Discord's number; 0 and none are the page's own. */
export const colour = (number: number | null | undefined): string | undefined =>
  number ? `#${number.toString(16).padStart(6, "0")}` : undefined;
