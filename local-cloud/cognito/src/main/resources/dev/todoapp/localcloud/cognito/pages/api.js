"use strict";

const page = document.getElementById("api");

const dark = matchMedia("(prefers-color-scheme: dark)");
const colour = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", colour);
colour();

const nothing = () => () => null;

SwaggerUIBundle({
  url: page.dataset.description,
  domNode: page,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  // To be read only: the front door admits requests of the site alone, so trying out would fail, and a token has no use.
  supportedSubmitMethods: [],
  plugins: [{ wrapComponents: { authorizeBtn: nothing, authorizeOperationBtn: nothing } }],
});
