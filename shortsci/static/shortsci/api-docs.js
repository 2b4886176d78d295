// Draws the OpenAPI schema into its place.
const place = document.getElementById("api-docs");
window.SwaggerUIBundle({ url: place.dataset.schema, domNode: place, deepLinking: true, docExpansion: "list" });
