// Runs before anything is drawn, and only says on <html> what styles need to know, so that nothing moves later: that
// scripts run; whether the conference is to come, on or over; whether times are about to be shown in another zone, or
// whether the reader's clocks agree with the conference's anyway.
(() => {
  const PATIENCE = 2000; // milliseconds in which times wait for the reader's zone
  const root = document.documentElement;
  const { conference, zone, opens, closes } = root.dataset;
  if (!location.protocol.startsWith("http")) return; // opened from a folder, where browsers load no modules
  root.classList.add("js");
  if (location.search) root.classList.add("filtered");
  if (!opens) return;

  const [from, to, now] = [new Date(opens), new Date(closes), new Date()];
  root.classList.add(now < from ? "before" : now < to ? "during" : "after");

  let [chosen, named, hours] = [null, null, null];
  try {
    chosen = localStorage.getItem(conference + ":zone");
    hours = localStorage.getItem(conference + ":clock");
    named = localStorage.getItem(`${conference}:zone-name:${root.lang}`);
  } catch {} // no storage, nothing kept
  const clock = (timeZone, instant) =>
    instant.toLocaleString("en-GB", { timeZone, dateStyle: "short", timeStyle: "short" });
  const agree = [from, to].every((instant) => clock(zone, instant) === clock(undefined, instant));
  if (agree && !chosen) root.classList.add("same-zone");
  if (chosen || hours) {
    root.classList.add("zoned");
    root.classList.toggle("clock-12", hours === "12");
    if (named) root.style.setProperty("--zone-name", named);
    setTimeout(() => root.classList.remove("zoned"), PATIENCE);
  }
})();
