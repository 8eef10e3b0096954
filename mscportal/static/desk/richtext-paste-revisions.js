"use strict";

/* What a word processor has beside the text: deletions, comments, hidden passages, field codes. */

(() => {
  const { paste } = window.richText;
  const { words } = paste;
  const NO_TEXT =
    "script,style,title,head,meta,link,base,template,object,embed,iframe,noscript,xml,o\\:smarttagtype";
  const COMMENT_OF_DOCS = "a[id^=cmnt]:not([id^=cmnt_ref])";

  paste.leavePrograms = (page) => {
    for (const element of page.all(NO_TEXT)) element.remove();
    const remarks = page.body.ownerDocument.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT);
    const found = [];
    while (remarks.nextNode()) found.push(remarks.currentNode);
    for (const remark of found) remark.remove();
  };

  paste.leaveComments = (page, tally) => {
    const lists = page
      .styled("mso-element")
      .filter((element) => page.style(element, "mso-element") === "comment-list");
    const told = page
      .styled("mso-element")
      .filter((element) => page.style(element, "mso-element") === "comment").length;
    const anchors = page.all("a.msocomanchor").length;
    for (const list of lists) list.remove();
    for (const mark of page.all(".MsoCommentReference,a.msocomanchor,a[href^='#_msocom']")) {
      mark.remove();
    }
    for (const mark of page.styled("mso-special-character")) {
      if (page.style(mark, "mso-special-character") === "comment") mark.remove();
    }
    const references = page.all("a[id^=cmnt_ref]");
    for (const reference of references) (reference.closest("sup") ?? reference).remove();
    const comments = page.all(COMMENT_OF_DOCS);
    for (const comment of comments) {
      const box = comment.closest("div");
      const isOwn = box?.querySelectorAll(COMMENT_OF_DOCS).length === 1;
      (isOwn ? box : (comment.closest("p") ?? comment)).remove();
    }
    tally.add("comments", Math.max(told, anchors) + Math.max(references.length, comments.length));
  };

  /* A struck passage of Google Docs is a suggestion to take it out: both look alike there. */
  paste.leaveDeletions = (page, tally) => {
    const isDocs = page.all("[id^=docs-internal-guid]").length > 0;
    const isDeleted = (element) =>
      element.matches("del,.msoDel,.msoMoveFrom") || (isDocs && isStruck(page, element));
    leaveAll(page, "deletions", isDeleted, tally);
  };

  paste.leaveHidden = (page, tally) => {
    const isHidden = (element) =>
      element.hidden ||
      page.style(element, "display") === "none" ||
      page.style(element, "visibility") === "hidden" ||
      page.style(element, "mso-hide") === "all";
    leaveAll(page, "hidden", isHidden, tally);
  };

  function leaveAll(page, kind, isMeant, tally) {
    for (const element of page.all("*").filter(isMeant)) {
      if (!page.body.contains(element)) continue; // inside one that is gone
      if (words(element)) tally.add(kind);
      element.remove();
    }
  }

  const isStruck = (page, element) =>
    element.matches("s,strike") ||
    ["text-decoration", "text-decoration-line"].some((name) =>
      page.style(element, name).includes("line-through"),
    );
  paste.isStruck = isStruck;

  /* Between its beginning and its separator stands what the program reads, then what it shows. */
  paste.leaveFields = (page, tally) => {
    const open = [];
    const code = [];
    const walker = page.body.ownerDocument.createTreeWalker(page.body);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.TEXT_NODE) {
        code.push({ node, fields: open.filter((field) => field.isInCode) });
        continue;
      }
      const mark = page.style(node, "mso-element");
      if (mark === "field-begin") open.push({ isInCode: true, isWhole: false });
      const field = open.at(-1);
      if (!field || !["field-separator", "field-end"].includes(mark)) continue;
      if (field.isInCode) tally.add("fields");
      Object.assign(field, { isInCode: false, isWhole: true });
      if (mark === "field-end") open.pop();
    }
    for (const { node, fields } of code) {
      if (fields.some((field) => field.isWhole)) node.remove();
    }
  };

  /* Pictures are added to the library, which keeps source and text alternative. */
  paste.leavePictures = (page, tally, { ownPictures }) => {
    for (const picture of page.all("img,svg")) {
      const address = picture.getAttribute("src")?.replace(`${location.origin}/`, "/");
      if (picture.localName === "img" && address?.startsWith(ownPictures)) {
        picture.setAttribute("src", address);
        continue;
      }
      tally.add("pictures");
      picture.remove();
    }
  };
})();
