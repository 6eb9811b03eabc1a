# Converts a page of the workbook to the inside of an HTML page. It supports only the Markdown that docs/*.md use.
#
#   awk -f markdown.awk docs/part1.md                         for a screen: links to other pages end with .html
#   awk -v paper=1 -v chapter=1 -v name=part1 -v answers=FILE -v book="part1 part2 …" -f markdown.awk docs/part1.md
#                                                             for paper: room to write, answers in FILE, figures numbered
#
# On a screen, has_NAME is 1 for a page NAME.md.
BEGIN {
    count = split(book, names, " ")
    for (i = 1; i <= count; i++) inside[names[i]] = 1
    if (paper) printf "" > answers
}

# --- Output

function put(text) {
    if (answering) print text > answers
    else print text
}
function escaped(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    return text
}
function slug(text) {
    gsub(/[`*]/, "", text)
    text = tolower(text)
    gsub(/[!-,.\/:-@\[-^{-~]/, "", text)
    gsub(/ /, "-", text)
    return text
}

# --- Text in a line

# The address of a link; "" if there is nothing to link to.
function address(target,    page, heading) {
    if (target ~ /^https?:/) return target
    page = target
    sub(/#.*/, "", page)
    heading = substr(target, length(page) + 1)
    if (page == "") return paper ? "#" name "-" substr(heading, 2) : heading
    if (page !~ /^[a-z0-9-]+\.md$/) return page ~ /^[a-z]+\.html$/ && !paper ? target : ""
    sub(/\.md$/, "", page)
    if (!(page in inside)) return ""
    if (paper) return "#" page (heading == "" ? "" : "-" substr(heading, 2))
    return page ".html" heading
}
function linked(text,    done, link, target, middle) {
    done = ""
    while (match(text, /\[[^][]*\]\([^() ]*\)/)) {
        link = substr(text, RSTART, RLENGTH)
        done = done substr(text, 1, RSTART - 1)
        text = substr(text, RSTART + RLENGTH)
        middle = index(link, "](")
        target = address(substr(link, middle + 2, length(link) - middle - 2))
        link = substr(link, 2, middle - 2)
        if (target != "") done = done "<a href=\"" target "\">" link "</a>"
        else if (done ~ /[ \n]\($/ && text ~ /^\)/) {
            sub(/[ \n]\($/, "", done)
            sub(/^\)/, "", text)
        } else done = done link
    }
    return done text
}
# Replaces pairs of a mark, such as ** and **, by an element.
function paired(text, mark, element,    done, begin, end, rest) {
    done = ""
    while ((begin = index(text, mark)) > 0) {
        rest = substr(text, begin + length(mark))
        end = index(rest, mark)
        if (end < 2 || substr(rest, 1, 1) == " ") {
            done = done substr(text, 1, begin + length(mark) - 1)
            text = rest
            continue
        }
        done = done substr(text, 1, begin - 1) "<" element ">" substr(rest, 1, end - 1) "</" element ">"
        text = substr(rest, end + length(mark))
    }
    return done text
}
function inline(text,    i, n, piece, code, result, begin) {
    # Code must not change: it is replaced by a mark, and put back at the end.
    n = 0
    result = ""
    while (match(text, /`[^`]+`/)) {
        code[++n] = substr(text, RSTART + 1, RLENGTH - 2)
        gsub(/\\\|/, "|", code[n])
        result = result substr(text, 1, RSTART - 1) "\001" n "\002"
        text = substr(text, RSTART + RLENGTH)
    }
    text = escaped(result text)
    gsub(/\\\|/, "|", text)
    while (match(text, /&lt;https?:[^ ]*&gt;/)) {
        piece = substr(text, RSTART + 4, RLENGTH - 8)
        text = substr(text, 1, RSTART - 1) "<a href=\"" piece "\">" piece "</a>" substr(text, RSTART + RLENGTH)
    }
    text = paired(paired(linked(text), "**", "strong"), "*", "em")
    for (i = 1; i <= n; i++) {
        piece = "\001" i "\002"
        begin = index(text, piece)
        text = substr(text, 1, begin - 1) "<code>" escaped(code[i]) "</code>" substr(text, begin + length(piece))
    }
    return text
}

# --- Blocks

# The file of a picture as an address that contains it.
function contained(file,    command, line, text) {
    command = "base64 <docs/" file
    text = ""
    while ((command | getline line) > 0) text = text line
    close(command)
    return "data:image/svg+xml;base64," text
}
function figure(text,    middle, alt, file) {
    middle = index(text, "](")
    alt = substr(text, 3, middle - 3)
    file = substr(text, middle + 2, length(text) - middle - 2)
    if (paper)
        put("<figure><img alt=\"\" src=\"" contained(file) "\"><figcaption><b>Figure " chapter "." ++figures "</b> " \
            inline(alt) "</figcaption></figure>")
    else put("<figure><img alt=\"" escaped(alt) "\" src=\"" file "\"></figure>")
}
# Ends the paragraph. The first one of an item has no element of its own.
function endText(    text) {
    text = paragraph
    paragraph = ""
    if (text == "") return
    if (text ~ /^!\[/) figure(text)
    else if (depth > 0 && fresh[depth]) put(inline(text))
    else put("<p>" inline(text) "</p>")
    if (depth > 0) fresh[depth] = 0
}
# Ends the lists that a line with this indentation is not in. If it begins an item of the same kind, its list stays.
function endLists(indent, item) {
    endText()
    while (depth > 0 && indent < content[depth]) {
        put("</li>")
        if (indent == marker[depth] && item == kind[depth]) return 1
        put("</" kind[depth] ">")
        depth--
    }
    return 0
}
function row(line, element,    cells, n, i, cell, result) {
    gsub(/\\\|/, "\003", line)
    sub(/^ *\| */, "", line)
    sub(/ *\| *$/, "", line)
    n = split(line, cells, / *\| */)
    result = "<tr>"
    for (i = 1; i <= n; i++) {
        cell = cells[i]
        gsub("\003", "|", cell)
        result = result "<" element (i in align ? align[i] : "") ">" inline(cell) "</" element ">"
    }
    put(result "</tr>")
}
function endTable() {
    if (rows == 0) return
    put("</tbody></table>")
    rows = 0
}
function room(lines, exercise,    i) {
    put("<div class=\"room\" id=\"q" exercise "\">")
    for (i = 0; i < lines; i++) put("<div></div>")
    put("<p class=\"see\">Answer <a href=\"#a" exercise "\">" exercise "</a></p></div>")
}

# Comments, of one line or several, are for scripts.
comment { if (/-->/) comment = 0; next }
!fence && /^<!--/ { if ($0 !~ /-->/) comment = 1; next }

/^ *```/ {
    match($0, /^ */)
    fenceIndent = RLENGTH
    if (!fence) {
        endTable()
        endText()
        endLists(fenceIndent)
        language = $0
        sub(/^ *```/, "", language)
        code = ""
        codeLines = 0
        fence = 1
    } else {
        # On paper, the others fit on one page.
        put("<pre class=\"" language (codeLines > 44 ? " long" : "") "\"><code>" code "</code></pre>")
        fence = 0
        if (depth > 0) fresh[depth] = 0
    }
    next
}
fence {
    line = escaped(substr($0, fenceIndent + 1))
    if (language == "diff" && line ~ /^\+/) line = "<ins>" line "</ins>"
    if (language == "diff" && line ~ /^-/) line = "<del>" line "</del>"
    code = code line "\n"
    codeLines++
    next
}

/^<details>/ {
    endTable()
    endLists(-1)
    summary = $0
    while (summary !~ /<\/summary>/ && (getline line) > 0) summary = summary line
    gsub(/<[^>]*>/, "", summary)
    if (paper) {
        exercise = chapter "." ++asked
        room(questions ? 4 : 6, exercise)
        answering = 1
        put("<h3 id=\"a" exercise "\">" exercise " <span>" section "</span></h3>")
    } else put("<details><summary>" summary "</summary>")
    next
}
/^<\/details>/ {
    endTable()
    endLists(-1)
    if (paper) answering = 0
    else put("</details>")
    next
}

/^#+ / {
    endTable()
    endLists(-1)
    match($0, /^#+/)
    level = RLENGTH
    title = substr($0, level + 2)
    id = slug(title)
    if (level == 1 && chapter != "" && title !~ /^[0-9]/) title = chapter ". " title
    if (level == 1) put("<h1 id=\"" (paper ? name : id) "\">" inline(title) "</h1>")
    else put("<h" level " id=\"" (paper ? name "-" : "") id "\">" inline(title) "</h" level ">")
    section = inline(title)
    questions = title ~ /^(Self-check|Questions)/
    next
}

/^ *\|/ {
    if (rows == 0) {
        endText()
        put("<table><thead>")
        header = $0
        getline
        split("", align)
        line = $0
        sub(/^ *\| */, "", line)
        n = split(line, cells, /\|/)
        for (i = 1; i <= n; i++) if (cells[i] ~ /-: *$/) align[i] = " class=\"right\""
        row(header, "th")
        put("</thead><tbody>")
        rows = 1
    } else row($0, "td")
    next
}
{ endTable() }

/^ *$/ { endText(); blank = 1; next }

/^ *(-|[0-9]+\.) / {
    match($0, /^ */)
    at = RLENGTH
    match($0, /^ *(-|[0-9]+\.) +/)
    width = RLENGTH
    item = $0 ~ /^ *-/ ? "ul" : "ol"
    if (!endLists(at, item)) {
        number = $0
        gsub(/^ *|\..*/, "", number)
        depth++
        put(item == "ol" && number != 1 ? "<ol start=\"" number "\">" : "<" item ">")
    }
    kind[depth] = item
    marker[depth] = at
    content[depth] = width
    fresh[depth] = 1
    put("<li>")
    paragraph = substr($0, width + 1)
    blank = 0
    next
}
{
    match($0, /^ */)
    line = substr($0, RLENGTH + 1)
    # After an empty line, a line with less indentation ends the list.
    if (depth > 0 && blank) endLists(RLENGTH)
    blank = 0
    paragraph = paragraph == "" ? line : paragraph "\n" line
}
END { endTable(); endLists(-1) }
