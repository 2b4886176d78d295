{% load i18n %}// ==UserScript==
// @name         {% translate "Shortsci on arXiv" %}
// @namespace    {{ site }}/
// @version      1.0
// @description  {% translate "Shows on arXiv how many summaries of a paper there are." %}
// @match        https://arxiv.org/*
// @match        https://www.arxiv.org/*
// @match        https://export.arxiv.org/*
// @connect      {{ host }}
// @grant        GM_xmlhttpRequest
// @grant        GM.xmlHttpRequest
// @run-at       document-end
// @noframes
// @downloadURL  {{ site }}{% url 'user_script' %}
// @updateURL    {{ site }}{% url 'user_script' %}
// ==/UserScript==

(() => {
  "use strict";
  const site = "{{ site|escapejs }}";
  {% include "sharing/_marks.js" %}
  const places = placesIn(document, location.pathname);
  if (!places.size) return;
  const ask = typeof GM_xmlhttpRequest === "function" ? GM_xmlhttpRequest : GM.xmlHttpRequest;
  ask({
    method: "POST",
    url: site + "/api/v1/papers/lookup/",
    headers: { "Content-Type": "application/json" },
    data: JSON.stringify({ identifiers: [...places.keys()] }),
    anonymous: true,
    timeout: 20000,
    onload: (answer) => {
      if (answer.status === 200) mark(places, JSON.parse(answer.responseText).results, Boolean(arxivId(location.pathname)));
    },
  });
})();
