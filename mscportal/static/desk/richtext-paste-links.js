"use strict";

/* Links lead to where they were meant to, and nowhere that readers cannot go. */

(() => {
  const { paste } = window.richText;
  const UNSEEN = "\\p{Cc}\\p{Cf}\\p{Z}";
  const EDGES = new RegExp(`^[${UNSEEN}]+|[${UNSEEN}]+$`, "gu");
  const HIDES_SOMETHING = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
  const LONGEST = 4000;
  const SCHEME = /^([^/?#:]*):/;
  const KEPT = new Set(["http", "https", "mailto", "tel", "sms"]);
  const WITHOUT_HOST = /^https?:(?!\/\/(?:[^/?#@]*@)?(?:\[[\da-f:.]+\]|[^\s/?#<>"'^|%[\]:@]+)(?::\d{1,5})?(?:[/?#]|$))/i;
  const ON_A_COMPUTER = /^(?:file:|\\\\|[a-z]:[\\/])/i;
  const PRIVATE_HOST =
    /(?:^|\.)(?:sharepoint\.com|1drv\.ms|onedrive\.live\.com|drive\.google\.com|icloud\.com|app\.box\.com|teams\.microsoft\.com|mail\.google\.com|outlook\.(?:office(?:365)?|live)\.com)$/i;
  const PRIVATE_PLACE =
    /^https?:\/\/(?:docs\.google\.com\/(?:a\/[^/]+\/)?(?:document|spreadsheets|presentation|forms|drawings)\/(?:u\/\d+\/)?d\/(?!e\/|[^/]+\/(?:pub|embed|viewform))|(?:www\.)?dropbox\.com\/(?:s|scl|home)\/)/i;

  paste.mendLinks = (page, tally) => {
    for (const link of page.all("a")) {
      const before = link.getAttribute("href")?.replace(EDGES, "");
      const address = before && paste.beyondRedirects(before);
      if (address && address !== before) tally.add("redirects");
      const kept = address && keptAddress(address, tally);
      if (kept) link.setAttribute("href", kept);
      else paste.unwrap(link);
    }
  };

  function keptAddress(address, tally) {
    if (isPrivate(address)) {
      tally.add("private_links");
      return "";
    }
    const isBare = window.richText.isHost(address);
    const whole = isBare ? `https://${address}` : address;
    if (isLost(whole)) {
      tally.add("lost_links");
      return "";
    }
    if (isBare) tally.add("completed");
    return whole;
  }

  const isPrivate = (address) =>
    ON_A_COMPUTER.test(address) ||
    PRIVATE_PLACE.test(address) ||
    PRIVATE_HOST.test(paste.urlOf(address)?.hostname ?? "");

  /* `#_Toc1` is a place that only the word processor knows. */
  function isLost(address) {
    const scheme = SCHEME.exec(address)?.[1].toLowerCase();
    const isStrange = scheme !== undefined && !KEPT.has(scheme);
    const isOfNoUse = address.startsWith("#_") || address.length > LONGEST || WITHOUT_HOST.test(address);
    return isStrange || isOfNoUse || HIDES_SOMETHING.test(address);
  }
})();
