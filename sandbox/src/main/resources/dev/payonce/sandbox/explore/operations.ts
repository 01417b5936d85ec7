// What a random operator does on the operators' page, and what must hold whatever she does. The sandbox fills in the secrets.
import { always } from "@antithesishq/bombadil";
import { actions, extract, getFingerprint, weighted } from "@antithesishq/bombadil/browser";
export { noConsoleErrors, noUncaughtExceptions, noUnhandledPromiseRejections } from "@antithesishq/bombadil/browser/defaults/properties";

const SECRETS: string[] = [/* secrets */];

const visible = (element: Element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && box.top >= 0 && box.bottom <= 768 && box.left >= 0 && box.right <= 1024;
};

const target = (element: Element) => {
  const box = element.getBoundingClientRect();
  return {
    fingerprint: getFingerprint(element) as any,
    point: { x: box.left + box.width / 2, y: box.top + box.height / 2 },
  };
};

// Everything that can be clicked, but the log-out and the links that leave the page.
const anything = extract((state) =>
  Array.from(state.document.querySelectorAll("a[href^='/operations'], button, summary, textarea, input, select"))
    .filter((element) => visible(element) && !element.closest("form[action$='logout']"))
    .map(target));

// What leads to a decision: the reason that is still empty, then the button beside one that is written.
const decisive = extract((state) =>
  Array.from(state.document.querySelectorAll("form textarea"))
    .map((reason: any) => (reason.value === "" ? reason : reason.closest("form").querySelector("button")))
    .filter((element) => element !== null && visible(element))
    .map(target));

const writes = extract((state) => {
  const active: any = state.document.activeElement;
  return active !== null && active.tagName === "TEXTAREA" && active.value === "";
});

const past = extract((state) => state.navigationHistory.back.length);

const click = actions(() => anything.current.map((one) => ({ Click: one }) as any));
const decide = actions(() => decisive.current.map((one) => ({ Click: one }) as any));
const write = actions(() => (writes.current ? [{ TypeText: { text: { Text: [1, 40] }, delayMillis: 1 } } as any] : []));
const scroll = actions(() => [
  { ScrollDown: { origin: { x: 512, y: 384 }, distance: [100, 900] } } as any,
  { ScrollUp: { origin: { x: 512, y: 384 }, distance: [100, 900] } } as any,
]);
const around = actions(() => (past.current > 0 ? ["Back", "Reload"] : ["Reload"]) as any[]);

export const operator = weighted([
  [6, click],
  [6, decide],
  [8, write],
  [2, scroll],
  [1, around],
]);

const status = extract((state) => {
  const [page] = state.window.performance.getEntriesByType("navigation") as any[];
  return (page && page.responseStatus) || 0;
});

export const noServerError = always(() => status.current < 500);

const shown = extract((state) => state.document.documentElement.outerHTML + " " + state.window.location.href);

export const noSecretIsShown = always(() => SECRETS.every((secret) => !shown.current.includes(secret)));

const order = extract((state) => {
  const page = /^\/operations\/orders\/([0-9]+)$/.exec(state.window.location.pathname);
  return page ? page[1] : "";
});

const open = extract((state) =>
  Array.from(state.document.querySelectorAll("h2[id^='review-']")).map((title) => title.id));

const seen = new Set<string>();
const closed = new Set<string>();

// A review that was open once and then was not is closed for ever.
export const aClosedReviewStaysClosed = always(() => {
  if (order.current === "") {
    return true;
  }
  const now = new Set(open.current.map((review) => order.current + " " + review));
  const again = [...now].some((review) => closed.has(review));
  for (const review of seen) {
    if (review.startsWith(order.current + " ") && !now.has(review)) {
      closed.add(review);
    }
  }
  now.forEach((review) => seen.add(review));
  return !again;
});
