// Buttons that copy a feed's whole address; they stay hidden where the browser cannot, or there is nothing to copy.
const status = document.querySelector("[data-copied]");

const copy = async (button) => {
  let outcome = status.dataset.copied;
  try {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    button.dataset.done = "";
  } catch {
    outcome = status.dataset.notCopied;
  }
  status.textContent = outcome;
};

if (navigator.clipboard && status) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!new URL(button.dataset.copy, location.href).protocol.startsWith("http")) continue;
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
