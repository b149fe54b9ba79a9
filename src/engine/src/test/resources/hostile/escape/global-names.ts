// the host: a global that no standard has
// ends: COMPLETED

export const workflowSettings = { id: "hostile", trigger: "m2m:token_generation" };

export default async function () {
  const known = /^(Object|Function|Array|Number|parse(Float|Int)|Infinity|NaN|undefined|Boolean|String|Symbol|Date|Promise|RegExp|(\w*)Error|JSON|Math|Intl|ArrayBuffer|\w+Array|DataView|Map|BigInt|Set|WeakMap|WeakSet|WeakRef|Proxy|Reflect|FinalizationRegistry|(de|en)codeURI(Component)?|(un)?escape|eval|isFinite|isNaN|globalThis|console|kinde|Iterator|AsyncIterator|TextEncoder|TextDecoder|atob|btoa|structuredClone|crypto|CryptoKey|Blob|File|FormData|Request|Response|self|navigator|DOMException|Abort(Controller|Signal)|Event|EventTarget|Headers|performance|(set|clear)(Timeout|Interval)|queueMicrotask|(Async)?DisposableStack)$/;
  const more = Object.getOwnPropertyNames(globalThis).filter((name) => !known.test(name));
  if (more.length > 0) throw new Error(`breach: ${more}`);
}
