# Reduces a page for learners: removes the sections for teachers and maintainers, and paragraphs that link to solutions.
/^## / || /^For [a-z]+:$/ { others = /For (teachers|maintainers)/ }
others { next }
/^$/ { if (text !~ /\]\(solutions\//) printf "%s", text; text = "" }
{ text = text $0 "\n" }
END { if (text !~ /\]\(solutions\//) printf "%s", text }
