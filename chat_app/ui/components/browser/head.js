// In the head of every page, before anything is painted: the language, and its sentences on their way.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("chat.language");
  } catch {
    // The browser's own then.
  }
  const wanted = [chosen, ...navigator.languages].map((each) => each?.split("-")[0]);
  if (wanted.find((each) => each === "en" || each === "es") === "es") {
    const root = document.documentElement;
    root.lang = "es";
    root.dataset.awaits = "sentences"; // css/base.css keeps the page from showing English first
    window.sentences = fetch("/sentences.es.json").then((answer) =>
      answer.ok ? answer.json() : Promise.reject(answer.status),
    );
    window.sentences.catch(() => {});
  }
}
// The page sends its forms itself. Before it can, the browser would: with the password in the address.
document.addEventListener("submit", (event) => event.preventDefault());
