// A page that was opened as .../index.html gets the address of its folder, so that copied links look alike.
const { protocol, pathname, search, hash } = location;

if (protocol.startsWith("http") && pathname.endsWith("/index.html")) {
  history.replaceState(history.state, "", pathname.slice(0, -"index.html".length) + search + hash);
}
