/// A page of HTML that needs nothing but itself: no network, no script.
struct ReportPage {
    /// Each page has it; other programs' pages do not.
    static let mark =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"

    private let title: String
    private var body: [String] = []
    private var sections: [(id: String, name: String)] = []
    private var isOpen = false
    private var tables = 0

    init(title: String) {
        self.title = title
    }

    // MARK: - Parts

    /// Begins a section.
    mutating func section(_ id: String, _ name: String) {
        close()
        sections.append((id, name))
        body.append("<section id=\"\(id)\" aria-labelledby=\"\(id)-name\">")
        body.append(Markup.element("h2", ["id": "\(id)-name"], text: name))
        isOpen = true
    }

    private mutating func close() {
        if isOpen { body.append("</section>") }
        isOpen = false
    }

    mutating func heading(_ text: String) {
        body.append(Markup.element("h3", text: text))
    }

    mutating func paragraph(_ text: String, _ style: String = "") {
        body.append(
            style.isEmpty
                ? Markup.element("p", text: text)
                : Markup.element("p", ["class": style], text: text))
    }

    mutating func list(_ items: [(term: String, text: String)]) {
        body.append("<dl>")
        for item in items {
            body.append(Markup.element("dt", text: item.term))
            body.append(Markup.element("dd", text: item.text))
        }
        body.append("</dl>")
    }

    /// Lines as they are. What is wider than the page can be scrolled, also with keys.
    mutating func lines(_ lines: [String], label: String) {
        body.append(
            Markup.element(
                "pre", ["tabindex": "0", "role": "region", "aria-label": label],
                text: lines.joined(separator: "\n")))
    }

    /// A table with a header; the first cell of a row names it.
    ///
    /// - Parameter current: the column of the present run.
    mutating func table(_ caption: String, _ rows: [[String]], current: Int? = nil) {
        tables += 1
        let id = "table-\(tables)"
        body.append(
            Markup.open(
                "div",
                ["class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": id]))
        body.append("<table>")
        body.append(Markup.element("caption", ["id": id], text: caption))
        func style(_ column: Int, _ text: String) -> String {
            let isNumber =
                ["inf", "nan"].contains(text)
                || text.first.map { $0.isNumber || $0 == "-" || $0 == "–" } ?? false
            return (column == current ? "current " : "") + (isNumber ? "number" : "word")
        }
        let header = rows[0].enumerated().map { column, text in
            // A corner names nothing.
            if text.isEmpty { return "<td></td>" }
            let below = rows.count > 1 ? rows[1][column] : ""
            return Markup.element(
                "th", ["scope": "col", "class": column == 0 ? "word" : style(column, below)],
                text: text)
        }
        body.append("<thead><tr>\(header.joined())</tr></thead>")
        body.append("<tbody>")
        for row in rows.dropFirst() {
            let cells = row.enumerated().map { column, text in
                column == 0
                    ? Markup.element("th", ["scope": "row"], text: text)
                    : Markup.element("td", ["class": style(column, text)], text: text)
            }
            body.append("<tr>\(cells.joined())</tr>")
        }
        body.append("</tbody></table></div>")
    }

    /// A picture, with what is to be known of it; large ones can be scrolled.
    mutating func picture(_ drawing: Drawing, id: String, isWide: Bool = false) {
        body.append("<figure>")
        if isWide {
            body.append(
                Markup.open(
                    "div",
                    [
                        "class": "scroll", "tabindex": "0", "role": "region",
                        "aria-label": drawing.title,
                    ]))
        }
        body.append(drawing.element(id: id))
        if isWide { body.append("</div>") }
        body.append(Markup.element("figcaption", text: drawing.description))
        body.append("</figure>")
    }

    /// Pictures side by side, where there is space.
    mutating func pictures(_ write: (inout ReportPage) -> Void) {
        body.append("<div class=\"pictures\">")
        write(&self)
        body.append("</div>")
    }

    /// What is there for whoever asks for it.
    mutating func details(_ summary: String, _ write: (inout ReportPage) -> Void) {
        body.append("<details>\(Markup.element("summary", text: summary))")
        write(&self)
        body.append("</details>")
    }

    // MARK: - The page

    /// - Parameter lead: what stands below the title.
    func html(lead: [String]) -> String {
        var page = self
        page.close()
        let links = sections.map { id, name in
            "<li>\(Markup.element("a", ["href": "#\(id)"], text: name))</li>"
        }
        let head = [
            "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
            Self.mark,
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            Markup.element("title", text: title), "<style>", Self.style, Drawing.style, "</style>",
            "</head>", "<body>", "<a class=\"skip\" href=\"#content\">To the report</a>",
            "<header>",
            Markup.element("h1", text: title),
        ]
        let top =
            lead.map { Markup.element("p", text: $0) }
            + ["</header>", "<nav aria-label=\"Contents\"><ul>\(links.joined())</ul></nav>"]
        let bottom = ["</main>", "</body>", "</html>", ""]
        let main = ["<main id=\"content\" tabindex=\"-1\">"] + page.body
        return (head + top + main + bottom).joined(separator: "\n")
    }

    private static let style = """
        :root { color-scheme: light dark; --ground: #fff; --text: #1b1b1b; --soft: #505050; --line: #8a8a8a;
          --panel: #f4f4f2; --link: #0b57a4; --mark: #fff0b8; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --ground: #15171a; --text: #ececec; --soft: #bcbcbc; --line: #858585; --panel: #202327;
            --link: #8ab8f2; --mark: #4a3f12; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 64rem; background: var(--ground); color: var(--text);
          font: 1.05rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.5rem 0; }
        h2 { font-size: 1.3rem; margin: 2rem 0 0.5rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.1rem 0 0.3rem; }
        a { color: var(--link); }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { position: static; }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; padding: 0; list-style: none; }
        nav a { display: inline-block; padding: 0.2rem 0; }
        pre, .scroll { overflow: auto; max-width: 100%; }
        pre { background: var(--panel); padding: 0.7rem 0.9rem; border-radius: 0.4rem; overflow-wrap: normal;
          font: 0.88rem/1.45 ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        table { border-collapse: collapse; overflow-wrap: normal; }
        caption { text-align: left; color: var(--soft); padding: 0.2rem 0; }
        th, td { padding: 0.25rem 0.8rem; border-bottom: 1px solid var(--line); text-align: left;
          font-variant-numeric: tabular-nums; }
        th:first-child { padding-left: 0.2rem; }
        tbody th { font-weight: 600; }
        .number { text-align: right; white-space: nowrap; }
        .current { background: var(--mark); }
        dl { margin: 0.5rem 0; display: grid; grid-template-columns: 6rem 1fr; gap: 0.3rem 0.8rem; }
        dt { font-weight: 600; }
        dd { margin: 0; }
        figure { margin: 0.8rem 0 1.6rem; }
        figcaption { color: var(--soft); font-size: 0.95rem; }
        figure > svg { width: 100%; max-width: 44rem; height: auto; display: block; }
        .scroll > svg { display: block; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 1.5rem; }
        summary { cursor: pointer; color: var(--link); padding: 0.3rem 0; }
        .bad { font-weight: 600; border-left: 4px solid var(--line); padding-left: 0.7rem; }
        @media (min-width: 100rem) { body { font-size: 1.3rem; max-width: 84rem; } figure > svg { max-width: 60rem; } }
        @media print {
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          nav, .skip { display: none; }
          pre { white-space: pre-wrap; border: 1px solid var(--line); overflow-wrap: anywhere; }
          .scroll { overflow: visible; }
          table { font-size: 8.5pt; }
          th, td { padding: 0.15rem 0.4rem; white-space: normal; }
          .scroll > svg { max-width: 100%; max-height: 22cm; height: auto; }
          h2, h3, caption { break-after: avoid; }
          figure, tr, svg { break-inside: avoid; }
          figure > svg { max-width: 12cm; }
        }
        """
}
