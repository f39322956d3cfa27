// What a page does to somebody who has only a keyboard: the faults found, in words.
() => {
  const faults = [];
  const tell = (what, each) => faults.push(`${what}: ${each.outerHTML.slice(0, 120)}`);
  const seen = (each) => each.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const reached = [
    ...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]"),
  ].filter((each) => each.tabIndex >= 0 && !each.disabled && each.type !== "hidden" && seen(each));

  // The first thing reached leads past the head of the page.
  const skip = reached[0];
  if (!skip?.matches(".govuk-skip-link") || !document.querySelector(`main${skip.hash}`)) {
    faults.push("The first thing the keyboard reaches does not lead to what the page is about");
  }
  // The order is that of the page, and whatever can be pressed is in it.
  for (const each of reached) if (each.tabIndex > 0) tell("Reached out of its order", each);
  for (const each of document.querySelectorAll("[onclick], [role=button], [role=link], [role=tab]")) {
    if (each.tabIndex < 0 && seen(each)) tell("Pressed by a pointer alone", each);
  }
  // A key is not held back, and a form is sent by Enter.
  const kept = (each, key) =>
    !each.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  for (const each of reached) if (kept(each, "Tab")) tell("The keyboard cannot leave", each);
  for (const form of document.querySelectorAll("main form")) {
    const button = form.querySelector("button:not([type=button]), input[type=submit]");
    const field = form.querySelector("input:not([type=hidden]), select, textarea");
    if (seen(form) && (!button || button.disabled)) tell("Not sent by Enter", form);
    else if (field?.matches("input") && kept(field, "Enter")) tell("Enter is held back", field);
  }
  // Whoever is at a thing sees it: one thing of each kind is looked at.
  const told = ["outline", "boxShadow", "backgroundColor", "borderColor", "stroke", "clipPath"];
  const look = (each) => {
    const parts = [[each], [each.labels?.[0] ?? each, "::before"], [each.querySelector("path") ?? each]];
    return parts.map((part) => told.map((name) => getComputedStyle(...part)[name]).join()).join();
  };
  const kinds = new Map(reached.map((each) => [`${each.tagName} ${each.className} ${each.type}`, each]));
  const before = document.activeElement;
  for (const each of kinds.values()) {
    const without = look(each);
    each.focus({ preventScroll: true });
    if (document.activeElement !== each) tell("Not reached by the keyboard", each);
    else if (look(each) === without) tell("Looks the same when the keyboard is at it", each);
    each.blur();
  }
  before?.focus?.({ preventScroll: true });
  // A question is asked as one.
  for (const each of document.querySelectorAll("main legend, main label, main h1")) {
    if (/^(Is|Are|Do|Does|Did) (?!not)[^?]*$/.test(each.textContent.trim())) tell("No question mark", each);
  }
  return faults;
}
