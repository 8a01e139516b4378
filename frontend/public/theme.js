// Runs before the first paint, from a file of its own so that the content security policy needs no inline script.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("theme");
  } catch (error) {
    choice = null;
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
