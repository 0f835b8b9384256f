// In place of sw.js it withdraws the service worker from every device that comes by (README, "Without a network").
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const leave = async () => {
    for (const name of await caches.keys()) if (name.startsWith("bv-")) await caches.delete(name);
    await registration.unregister();
  };
  event.waitUntil(leave());
});
