// Marks the page as able to run the design system's scripts, before anything is drawn.
// A file of its own because the content policy allows no script inside a page.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
