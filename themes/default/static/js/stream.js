// Press play: only then is anything loaded from the host of a stream.
// A page opened from a folder has no referrer, without which some hosts refuse: there the link stays a link.

// Set in this order, all before src: the first request is made under them.
const FRAME_ATTRIBUTES = ["allow", "sandbox", "referrerpolicy"];

// Of the name of what plays: it is read aloud for the player too.
const languageOf = (link) => link.querySelector(".said [lang], .said[lang]")?.lang ?? "";

const frame = ({ embed, title, ...data }) => {
  const element = document.createElement("iframe");
  for (const name of FRAME_ATTRIBUTES) {
    if (data[name]) element.setAttribute(name, data[name]);
  }
  element.title = title;
  element.allowFullscreen = true;
  element.src = embed;
  return element;
};

const media = ({ embed, title, type, kind }) => {
  const element = document.createElement(kind);
  if (type && !element.canPlayType(type)) return null;
  element.controls = true;
  element.autoplay = true;
  element.playsInline = true;
  element.setAttribute("aria-label", title);
  element.src = embed;
  return element;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest(".stream-play[data-embed]");
  if (!link || !location.protocol.startsWith("http")) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const player = link.dataset.kind === "frame" ? frame(link.dataset) : media(link.dataset);
  if (!player) return;
  event.preventDefault();
  player.tabIndex = 0;
  player.lang = languageOf(link);
  link.replaceWith(player);
  if (event.isTrusted) player.focus();
  player.dispatchEvent(new CustomEvent("streamplay", { bubbles: true, detail: link }));
});
