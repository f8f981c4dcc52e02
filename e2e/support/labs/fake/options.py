"""Command lines and directives, as the batch systems' commands take them."""

import shlex


def parse(words, with_value, flags):
    """Answers ({option: [values]}, operands). An option of one letter may have its value attached."""
    found, operands, at = {}, [], 0
    while at < len(words):
        word = words[at]
        if word in with_value:
            at += 1
            if at >= len(words):
                raise SystemExit("option needs a value: %s" % word)
            found.setdefault(word, []).append(words[at])
        elif word in flags:
            found.setdefault(word, []).append(True)
        elif word[:2] in with_value and len(word) > 2 and word[0] == "-" and word[1] != "-":
            found.setdefault(word[:2], []).append(word[2:])
        elif word.startswith("-") and len(word) > 1:
            raise SystemExit("unknown option: %s" % word)
        else:
            operands.append(word)
        at += 1
    return found, operands


def directives(text, mark):
    """The words of the directive lines before the first command."""
    words = []
    for line in text.split("\n"):
        if line.startswith(mark):
            words += shlex.split(line[len(mark):])
        elif line.strip() and not line.startswith("#"):
            break
    return words


def together(*several):
    """Later options win; `-l` and the like may be given often, so all values are kept in order."""
    found = {}
    for each in several:
        for name, values in each.items():
            found.setdefault(name, []).extend(values)
    return found


def last(found, name, otherwise=None):
    return found.get(name, [otherwise])[-1]


def seconds(text):
    total = 0
    for part in str(text).split(":"):
        total = total * 60 + int(part)
    return total


def task_list(text):
    """`1-3,6,9:2%2` → ([1, 2, 3, 6, …], 2)."""
    text, _, at_once = text.partition("%")
    tasks = []
    for part in text.split(","):
        span, _, step = part.partition(":")
        first, _, end = span.partition("-")
        tasks += range(int(first), int(end or first) + 1, int(step or 1))
    return tasks, int(at_once) if at_once else None
