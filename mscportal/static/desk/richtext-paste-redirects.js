"use strict";

/* Where a link leads that a search engine, a mail filter or a network put its own address before. */

(() => {
  const { paste } = window.richText;
  const MOST_STEPS = 5;

  paste.urlOf = (address) => {
    try {
      return new URL(address);
    } catch {
      return null;
    }
  };

  paste.beyondRedirects = (address) => {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const target = oneStep(address)?.trim();
      if (!target || !/^https?:\/\//i.test(target)) break;
      address = target;
    }
    return address;
  };

  function oneStep(address) {
    const url = paste.urlOf(address);
    if (!/^https?:$/.test(url?.protocol)) return null;
    const place = `${url.host}${url.pathname}`;
    return REDIRECTS.find(([pattern]) => pattern.test(place))?.[1](url);
  }

  const parameter =
    (...names) =>
    ({ searchParams }) =>
      names.map((name) => searchParams.get(name)).find(Boolean);

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return null;
    }
  }

  const ofSecondKind = ({ searchParams }) =>
    decoded((searchParams.get("u") ?? "").replaceAll("-", "%").replaceAll("_", "/"));

  /* Stars stand for signs that are listed behind the address; `**A` for two of them, and so on. */
  const LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  function ofThirdKind({ href }) {
    const [, masked, listed] = /\/v3\/__(.+?)__;([^!]*)!/.exec(href) ?? [];
    if (!masked) return null;
    let signs;
    try {
      const bytes = atob(listed.replaceAll("-", "+").replaceAll("_", "/"));
      signs = [...new TextDecoder().decode(Uint8Array.from(bytes, (sign) => sign.charCodeAt(0)))];
    } catch {
      return null;
    }
    // Two slashes after the scheme may have become one.
    return masked
      .replace(/\*(\*.)?/g, (_star, run) =>
        signs.splice(0, run ? LENGTHS.indexOf(run[1]) + 2 : 1).join(""),
      )
      .replace(/^(https?:\/)(?!\/)/i, "$1/");
  }

  const lastPart = ({ pathname }) => decoded(pathname.split("/").at(-1));

  /* As in content/text/addresses.py. */
  const REDIRECTS = [
    [/^(?:www\.)?google\.[a-z.]{2,6}\/url$/, parameter("q", "url")],
    [/^scholar\.google\.[a-z.]{2,6}\/scholar_url$/, parameter("url")],
    [/^translate\.google\.[a-z.]{2,6}\/translate$/, parameter("u")],
    [/^[^/]*\.safelinks\.protection\.outlook\.com\//, parameter("url")],
    [/^statics\.teams\.cdn\.office\.net\/evergreen-assets\/safelinks\//, parameter("url")],
    [/^urldefense\.(?:com|us|proofpoint\.com)\/v3\//, ofThirdKind],
    [/^urldefense\.proofpoint\.com\/v2\//, ofSecondKind],
    [/^urldefense\.proofpoint\.com\/v1\//, parameter("u")],
    [/^linkprotect\.cudasvc\.com\/url$/, parameter("a")],
    [/^secure-web\.cisco\.com\/[^/]+\/https?%3A/i, lastPart],
    [/^lm?\.(?:facebook|instagram)\.com\//, parameter("u")],
    [/^(?:www\.)?facebook\.com\/l\.php$/, parameter("u")],
    [/^(?:www\.)?linkedin\.com\/(?:redir\/redirect|safety\/go)\/?$/, parameter("url")],
    [/^(?:www\.)?youtube\.com\/redirect$/, parameter("q")],
    [/^out\.reddit\.com\//, parameter("url")],
    [/^duckduckgo\.com\/l\/?$/, parameter("uddg")],
    [/^slack-redir\.net\/link$/, parameter("url")],
    [/^[^/]*(?:ezproxy|libproxy)[^/]*\/login$/, parameter("url", "qurl")],
  ];
})();
