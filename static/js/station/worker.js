/* global SETTINGS -- put before this text by blueprints/scanning/offline.py: version, shell, files, used */
// The service worker of the stations: without the server a station's page is the shell, a page with no name and no card
// in it that takes scans. Nothing else is kept: no page of the house, no answer, nothing of a customer.

const PREFIX = "backhaul-station-";
const CACHE = PREFIX + SETTINGS.version;
const STATION = /^\/stations\/[^/]+$/;
const PAGE_MS = 8_000;
const NOT_THERE = new Set([502, 503, 504]);

const kept = async (path) => (await caches.open(CACHE)).match(path, { ignoreVary: true });

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([SETTINGS.shell, ...SETTINGS.files].map((path) => new Request(path, { cache: "reload" })));
  await self.skipWaiting();
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The answer of the network; rejects when there is none in time. */
function soon(request, milliseconds) {
  const late = new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), milliseconds); });
  return Promise.race([fetch(request), late]);
}

async function stationPage(request) {
  const answer = await soon(request, PAGE_MS).catch(() => null);
  return answer && !NOT_THERE.has(answer.status) ? answer : ((await kept(SETTINGS.shell)) ?? answer ?? Response.error());
}

/** Their addresses name their version: what is kept is never an older one, and a slow network mixes none. */
async function file(request, path) {
  return (await kept(path)) ?? fetch(request);
}

/** Large, and seldom needed: kept once it was. */
async function usedFile(request, path) {
  const before = await kept(path);
  if (before) return before;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(path, answer.clone());
  return answer;
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && STATION.test(url.pathname)) event.respondWith(stationPage(request));
  else if (SETTINGS.files.includes(url.pathname)) event.respondWith(file(request, url.pathname));
  else if (SETTINGS.used.includes(url.pathname)) event.respondWith(usedFile(request, url.pathname));
});
