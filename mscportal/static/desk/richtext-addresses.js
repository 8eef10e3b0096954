"use strict";

/* What is typed or pasted as an address, and what was meant by it. */

(() => {
  const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
  const MAIL = /^[^\s@,;:/]+@[^\s@,;:/]+\.[^\s@,;:/.]+$/u;
  const PHONE = /^\+?[\d\s().\-/]+$/;
  // What may be typed in front of a colon and is not a word of a title.
  const PROGRAMS = /^(?:javascript|vbscript|data|blob|file|ftp|about|intent|view-source)$/i;

  const HOST =
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:\p{L}{2,24}|xn--[a-z0-9-]{2,59})(?::\d{1,5})?(?:[/?#].*)?$/u;
  const FILES = new Set(
    `asp aspx avif bib bmp cfm css csv doc docm docx enl epub eps gif htm html jpeg jpg js json jsp
     md mdb mov mp3 mp4 mpeg msg nbib odp ods odt pdf php png pps ppt pptx ps rar ris rtf svg tex tif
     tiff txt wav webp wmv xhtml xls xlsm xlsx xml zip`.split(/\s+/),
  );

  /* `page.html` and `x.pdf` are written as hosts are. */
  function isFile(address) {
    const [name] = address.toLowerCase().split(/[/?#:]/);
    return FILES.has(name.split(".").at(-1)) && !name.startsWith("www.");
  }

  window.richText.isHost = (address) => HOST.test(address) && !isFile(address);

  const words = { words: true };
  const refused = (reason, value) => ({ refused: reason, value });

  /* `{href}`, `{refused}` with the name of the reason, `{words}`, or null for nothing at all.
     `sites`: the origins under which this site is known. */
  function read(typed, sites = []) {
    const text = typed.replace(UNSEEN, "").trim();
    if (!text) return null;
    if (text === "#") return refused("relative");
    if (/^[#/]/.test(text) && !text.startsWith("//")) return { href: withoutBlanks(text) };
    const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text) ?? [];
    if (text.startsWith("//")) return web(`https:${text}`, sites);
    if (/^https?$/i.test(scheme)) return web(text, sites);
    if (/^mailto$/i.test(scheme)) return mail(rest.trim());
    if (/^(?:tel|sms)$/i.test(scheme)) return phone(rest.trim(), scheme.toLowerCase());
    if (/^localhost(?::\d+)?(?:\/|$)/i.test(text)) return web(`http://${text}`, sites);
    if (window.richText.isHost(text)) return web(`https://${text}`, sites);
    if (PROGRAMS.test(scheme)) return refused("scheme", `${scheme}:`);
    if (MAIL.test(text)) return mail(text);
    if (PHONE.test(text) && /^\+|^\(?0/.test(text) && digits(text).length > 6) return phone(text, "tel");
    if (!/\s/.test(text) && (isFile(text) || text.startsWith("..") || text.includes("/"))) {
      return refused("relative");
    }
    return words;
  }

  const withoutBlanks = (text) => text.replace(/\s+/g, "%20");
  const digits = (text) => text.replace(/\D/g, "");

  function web(text, sites) {
    const [, scheme, rest] = /^((?:https?:[/\\]*)*)(.*)$/is.exec(text);
    const kind = /http:[/\\]*$/i.test(scheme) ? "http" : "https";
    const address = withoutBlanks(`${kind}://${rest.replaceAll("\\", "/")}`);
    let url;
    try {
      url = new URL(address);
    } catch {
      return refused("host");
    }
    const isOwn = (site) => new URL(site).host === url.host;
    if (sites.some(isOwn)) return { href: `${url.pathname}${url.search}${url.hash}` };
    return /[^.]\.[^.]/.test(url.hostname) ? { href: address } : refused("host");
  }

  function mail(text) {
    const [receivers, ...subject] = text.split("?");
    const isRight = receivers.split(",").every((each) => MAIL.test(decoded(each).trim()));
    if (!isRight) return refused("mail");
    return { href: withoutBlanks(`mailto:${[receivers.replace(/\s/g, ""), ...subject].join("?")}`) };
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function phone(text, kind) {
    const number = digits(text);
    if (number.length < 3 || !PHONE.test(text)) return refused("phone");
    return { href: `${kind}:${text.startsWith("+") ? "+" : ""}${number}` };
  }

  window.richText.addressOf = read;
  window.richText.decoded = decoded;
})();
