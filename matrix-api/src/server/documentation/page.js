// Shows the document with Swagger UI, with a search over operations.
"use strict";

(() => {
  // Swagger UI is dark if the root element has this class.
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const applyColors = () => {
    document.documentElement.classList.toggle("dark-mode", prefersDark.matches);
  };
  prefersDark.addEventListener("change", applyColors);
  applyColors();

  // What the search compares with: everything that a row shows, and the description.
  const searchText = (tag, operation) => {
    const details = operation.get("operation");
    const texts = ["operationId", "summary", "description"].map((name) => details.get(name) ?? "");
    return [tag, operation.get("method"), operation.get("path"), ...texts].join(" ").toLowerCase();
  };

  // Keeps the operations that have all words of the phrase.
  const filterOperations = (operationsByTag, phrase) => {
    const words = phrase.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const hasWords = (tag) => (operation) => {
      const text = searchText(tag, operation);
      return words.every((word) => text.includes(word));
    };
    return operationsByTag
      .map((group, tag) => group.update("operations", (operations) => operations.filter(hasWords(tag))))
      .filter((group) => group.get("operations").size > 0);
  };

  const countOperations = (operationsByTag) =>
    operationsByTag.reduce((count, group) => count + group.get("operations").size, 0);

  // Swagger UI keeps the phrase, which never is `true` or `false`: those turn its own filter on and off.
  const PREFIX = " ";
  const currentPhrase = (layoutSelectors) => {
    const filter = layoutSelectors.currentFilter();
    return typeof filter === "string" ? filter.slice(PREFIX.length) : "";
  };

  const search = ({ React }) => {
    const element = React.createElement;

    const Search = ({ layoutActions, layoutSelectors, specSelectors }) => {
      const phrase = currentPhrase(layoutSelectors);
      const count = countOperations(specSelectors.taggedOperations());
      const onChange = ({ target }) => {
        layoutActions.updateFilter(target.value === "" ? "" : PREFIX + target.value);
      };
      return element(
        "search",
        { className: "operation-search wrapper" },
        element("input", {
          "aria-label": "Search endpoints",
          autoComplete: "off",
          id: "operation-search",
          onChange,
          placeholder: "Search path, name, description",
          spellCheck: false,
          type: "search",
          value: phrase,
        }),
        element("output", { htmlFor: "operation-search" }, count === 1 ? "1 endpoint" : `${count} endpoints`),
      );
    };

    // Swagger UI would say that the document has no operations.
    const withoutOperations = (Operations) => (props) =>
      currentPhrase(props.layoutSelectors) !== "" && props.specSelectors.taggedOperations().size === 0
        ? element("p", { className: "no-operations" }, "No endpoint has all these words.")
        : element(Operations, props);

    // A choice is shown only where there is one.
    const choiceOfServers = (Servers) => (props) =>
      props.specSelectors.servers().size > 1 ? element(Servers, props) : null;

    // Swagger UI takes the maximum as the sample of a number from 0 on: 18446744073709552000.
    const withoutMaximum = (key, value) => {
      if (value?.minimum !== 0) return value;
      const { maximum, ...others } = value;
      return others;
    };

    return {
      afterLoad() {
        const { getSampleSchema } = this.fn;
        this.fn.getSampleSchema = (schema, ...others) => {
          const changed = schema && JSON.parse(JSON.stringify(schema, withoutMaximum));
          return getSampleSchema(changed, ...others);
        };
      },
      fn: { opsFilter: filterOperations },
      components: { FilterContainer: Search },
      wrapComponents: { operations: withoutOperations, ServersContainer: choiceOfServers },
    };
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const input = document.getElementById("operation-search");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || !input) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  SwaggerUIBundle({
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayOperationId: true,
    displayRequestDuration: true,
    docExpansion: "list",
    dom_id: "#viewer",
    filter: "",
    layout: "BaseLayout",
    plugins: [search],
    presets: [SwaggerUIBundle.presets.apis],
    url: new URL("openapi.json", document.baseURI).href,
    validatorUrl: null,
  });
})();
