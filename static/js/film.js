// Whoever saves data (thrift.js) gets the small film, unless they chose another one here.
const small = document.querySelector("[data-save-data]");
const isAsked = document.documentElement.hasAttribute("data-thrift");
if (small && isAsked && !new URLSearchParams(location.search).has("data")) location.replace(small.href);
