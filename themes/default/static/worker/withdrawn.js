// Published in place of the service worker where a site wants none: it takes away what an earlier one kept, and itself.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  const leave = async () => {
    const names = await caches.keys();
    const ours = names.filter((name) => name.startsWith(`mlw ${self.registration.scope} `));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await self.registration.unregister();
  };
  event.waitUntil(leave());
});
