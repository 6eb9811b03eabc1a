# What learners get of a page: no sections for teachers and maintainers, and no paragraphs that link to the solutions.
/^## / || /^For [a-z]+:$/ { others = /For (teachers|maintainers)/ }
others { next }
/^$/ { if (text !~ /\]\(solutions\//) printf "%s", text; text = "" }
{ text = text $0 "\n" }
END { if (text !~ /\]\(solutions\//) printf "%s", text }
