// What unfolds over the page is out of the way again once it has served: at a press elsewhere or on one of its links, when
// the focus leaves it, and by Escape.
export const fold = (menu) => {
  const close = ({ target }) => (menu.contains(target) && !target.closest?.("a")) || (menu.open = false);
  document.addEventListener("click", close);
  addEventListener("pagehide", close); // who comes back finds the page as it was before
  menu.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !menu.contains(relatedTarget) && (menu.open = false));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  });
};
