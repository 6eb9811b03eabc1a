/// A self-contained HTML page: it uses no network and no scripts.
package enum ReportPage {
    /// The mark that identifies the workbook's own pages.
    package static let mark =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"

    /// A part of a page.
    package enum Part {
        case heading(String)
        case paragraph(String)
        /// Preformatted lines.
        case lines([String], label: String)
        case drawing(Drawing)
    }

    package static func html(title: String, _ parts: [Part]) -> String {
        let head = [
            "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">", mark,
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            Markup.element("title", text: title), "<style>", style, Drawing.style, "</style>",
            "</head>", "<body>", "<main>", Markup.element("h1", text: title),
        ]
        let body = parts.enumerated().map { html($1, id: "part-\($0)") }
        return (head + body + ["</main>", "</body>", "</html>", ""]).joined(separator: "\n")
    }

    private static func html(_ part: Part, id: String) -> String {
        switch part {
        case .heading(let text): return Markup.element("h2", text: text)
        case .paragraph(let text): return Markup.element("p", text: text)
        case .lines(let lines, let label):
            // If it is wider than the page, it scrolls, with the keyboard too.
            return Markup.element(
                "pre",
                [
                    ("class", "scroll"), ("tabindex", "0"), ("role", "region"),
                    ("aria-label", label),
                ],
                Markup.escaped(lines.joined(separator: "\n")))
        case .drawing(let drawing):
            return Markup.element("figure", [], drawing.element(id: id))
        }
    }

    private static let style = """
        :root { color-scheme: light dark; --ground: #fff; --text: #1b1b1b; --line: #8a8a8a;
          --panel: #f4f4f2; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --ground: #15171a; --text: #ececec; --line: #858585;
            --panel: #202327; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 64rem; overflow-wrap: anywhere;
          background: var(--ground); color: var(--text);
          font: 1.05rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.5rem 0; }
        h2 { font-size: 1.3rem; margin: 2rem 0 0.5rem; border-bottom: 1px solid var(--line); }
        :focus-visible { outline: 3px solid var(--line); outline-offset: 2px; }
        .scroll { overflow: auto; max-width: 100%; overflow-wrap: normal; }
        pre { background: var(--panel); padding: 0.7rem 0.9rem; border-radius: 0.4rem;
          font: 0.88rem/1.45 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        figure { margin: 0.8rem 0 1.6rem; }
        svg { max-width: 100%; height: auto; display: block; }
        @media print {
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          pre { white-space: pre-wrap; border: 1px solid var(--line); overflow-wrap: anywhere; }
          .scroll { overflow: visible; }
          h2 { break-after: avoid; }
          figure, svg { break-inside: avoid; }
          svg { max-height: 22cm; }
        }
        """
}
