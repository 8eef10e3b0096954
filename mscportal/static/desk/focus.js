"use strict";

// The focal point of a picture: a click, a drag or the arrow keys move a mark over it, and a card
// beside it shows what stays in sight. The two number fields say the same and do alone.
{
  const [across, down] = ["id_focus_x", "id_focus_y"].map((id) => document.getElementById(id));
  const WIDTH = 240;
  const HEIGHT = 160; // of the card; its proportions are those of content/image_files.py

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const within = (value, least, most) => Math.min(Math.max(value, least), most);
  const share = (field) => within(Number(field.value === "" ? 0.5 : field.value), 0, 1);

  const start = () => {
    const said = across.dataset;
    const picture = make("img", { alt: "", draggable: false });
    const mark = make("button", { type: "button", className: "focus-mark" });
    const place = make("p", { id: "focus-place" });
    const help = make("p", { id: "focus-help", textContent: said.help });
    const card = make("canvas", { width: WIDTH, height: HEIGHT });
    const pad = make("div", { className: "focus-pad" }, picture, mark);
    const shown = make(
      "div",
      { className: "focus" },
      make("div", {}, help, pad, place),
      make("figure", {}, card, make("figcaption", { textContent: said.card })),
    );
    mark.setAttribute("aria-label", said.mark);
    mark.setAttribute("aria-describedby", "focus-place focus-help");
    place.setAttribute("role", "status");
    card.setAttribute("aria-hidden", "true");

    const draw = () => {
      const { naturalWidth: width, naturalHeight: height } = picture;
      if (!width) return;
      const wide = Math.min(width, (height * WIDTH) / HEIGHT);
      const high = Math.min(height, (wide * HEIGHT) / WIDTH);
      const left = within(width * share(across) - wide / 2, 0, width - wide);
      const upper = within(height * share(down) - high / 2, 0, height - high);
      const pen = card.getContext("2d");
      pen.clearRect(0, 0, WIDTH, HEIGHT);
      pen.drawImage(picture, left, upper, wide, high, 0, 0, WIDTH, HEIGHT);
    };

    const show = () => {
      const [x, y] = [across, down].map((field) => Math.round(share(field) * 100));
      mark.style.left = `${x}%`;
      mark.style.top = `${y}%`;
      place.textContent = said.place.replace("%x", x).replace("%y", y);
      draw();
    };

    const move = (x, y) => {
      across.value = within(x, 0, 1).toFixed(2);
      down.value = within(y, 0, 1).toFixed(2);
      show();
    };

    const point = ({ clientX, clientY }) => {
      const { left, top, width, height } = picture.getBoundingClientRect();
      move((clientX - left) / width, (clientY - top) / height);
    };

    pad.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      pad.setPointerCapture(event.pointerId);
      mark.focus();
      point(event);
    });
    pad.addEventListener("pointermove", (event) => {
      if (pad.hasPointerCapture(event.pointerId)) point(event);
    });
    mark.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 0.1 : 0.01;
      const [x, y] =
        { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
      if (x === undefined) return;
      event.preventDefault();
      move(share(across) + x * step, share(down) + y * step);
    });
    for (const field of [across, down]) field.addEventListener("input", show);
    picture.addEventListener("load", show);

    const use = (address) => {
      picture.src = address;
      if (!shown.isConnected) across.closest(".form-row").before(shown);
    };
    const stored = document.querySelector(".field-preview a[href]");
    if (stored) use(stored.href);
    const file = document.querySelector("input[type=file][name=file]");
    file?.addEventListener("change", () => {
      URL.revokeObjectURL(picture.src);
      if (file.files[0]?.type.startsWith("image/")) use(URL.createObjectURL(file.files[0]));
      else shown.remove();
    });
  };

  if (across && down) start();
}
