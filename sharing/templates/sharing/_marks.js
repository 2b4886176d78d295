{% load i18n %}{% translate "1 summary" as one %}{% translate "summaries" as more %}{% translate "No summary yet: write one" as none %}
function arxivId(address) {
  const found = /\/abs\/([a-z-]+(?:\.[A-Z]{2})?\/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?\/?(?:[?#]|$)/.exec(address);
  return found ? found[1] : "";
}
function placesIn(page, path) {
  const places = new Map();
  const own = arxivId(path);
  if (own) {
    places.set(own, page.querySelector("h1.title") || page.querySelector("h1"));
    return places;
  }
  for (const link of page.querySelectorAll('a[href*="/abs/"]')) {
    const id = arxivId(link.getAttribute("href"));
    if (id && !places.has(id) && places.size < 1000) places.set(id, link);
  }
  return places;
}
function mark(places, results, single) {
  for (const result of results) {
    const place = places.get(result.identifier);
    if (!place || !(result.summary_count || single)) continue;
    for (const old of place.parentNode.querySelectorAll(`a[data-shortsci="${result.identifier}"]`)) old.remove();
    const link = place.ownerDocument.createElement("a");
    link.href = site + "/abs/" + result.identifier;
    link.dataset.shortsci = result.identifier;
    link.textContent = result.summary_count === 1 ? "{{ one|escapejs }}" : result.summary_count ? result.summary_count + " {{ more|escapejs }}" : "{{ none|escapejs }}";
    link.style.cssText = "margin: 0 .5em; padding: 0 .4em; border: 1px solid #8c2f2b; border-radius: 3px; color: #8c2f2b; background: #fdfcf9; font: 13px/1.5 sans-serif; white-space: nowrap;";
    place.after(link);
  }
}
