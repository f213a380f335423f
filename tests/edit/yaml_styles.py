"""Documents of sessions in every style that YAML has for them, with comments and empty lines anywhere."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = ("Opening", "café", "été 😀", "𝒜 talk", "a b", "x", "10:00", "https://example.org/a")
KEYS = ("title", "room", "start", "end", "speakers", "abstract", "links", "tags", "allow", "extra", "stream")


class Writer:
    """Draws a document piece by piece."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.comments = 0

    def one_of(self, *choices: str) -> str:
        """One of these."""
        return self.draw(st.sampled_from(choices))

    def rarely(self) -> bool:
        """True now and then."""
        return self.draw(st.integers(0, 4)) == 4

    def comment(self) -> str:
        """A comment with a number of its own."""
        self.comments += 1
        return f"# c{self.comments}: [x] - 'y"

    def tail(self) -> str:
        """What may follow a value in its line."""
        if not self.rarely():
            return ""
        return self.one_of(" ", "\t", "  " + self.comment(), "\t" + self.comment())

    def between(self, column: int, *, lower: bool = False) -> list[str]:
        """Lines of comments and empty lines that may stand before a key at a column, or after the last."""
        lines = []
        while self.rarely() and len(lines) < 4:
            indents = [column, column, column + 2, column + 1, *([0] if lower else [])]
            lines.append(self.draw(st.sampled_from(["", "", *(" " * one + self.comment() for one in indents)])))
        return lines

    def text(self) -> str:
        """A value in one line."""
        word = self.one_of(*WORDS)
        return self.one_of(word, word, f"'{word} # no: ''x'''", f'"{word}, \\"y\\" {{"')

    def flow(self, depth: int = 0) -> str:
        """A list or mapping in brackets, perhaps over several lines (which then are indented by six)."""
        inner = [self.flow(depth + 1) if depth < 1 and self.rarely() else self.in_flow() for _ in range(self.count())]
        inner = [one for one in inner if one]
        comma = self.one_of(", ", ",", " , ") if not self.rarely() else f", {self.comment()}\n      "
        comma = ", " if comma == "," else comma
        end = self.one_of("", "", ",", f" {self.comment()}\n      ") if inner else ""
        if self.draw(st.booleans()):
            return "[" + comma.join(inner) + end + "]"
        return "{" + comma.join(f"k{number}: {one}" for number, one in enumerate(inner)) + end + "}"

    def in_flow(self) -> str:
        """A text that may stand in brackets."""
        return self.one_of("a", "b c", "'d, e'", '"f"', "é😀", "12:30")

    def count(self) -> int:
        """How many."""
        return self.draw(st.integers(0, 3))

    def block_text(self, column: int) -> list[str]:
        """A text after `|` or `>`, its header first."""
        sign, chomp = self.one_of("|", ">"), self.one_of("", "", "-", "+")
        inner = column + self.draw(st.integers(1, 3))
        indicator = str(inner - column) if self.rarely() else ""
        header = sign + (indicator + chomp if self.rarely() else chomp + indicator) + self.tail()
        lines = [" " * inner + self.one_of("One line.", "# no comment", "key: value", "- x", "é 😀")]
        while self.rarely() and len(lines) < 4:
            lines.append(self.one_of("", " " * inner + "more", " " * inner + "  deeper"))
        lines += [""] * (self.count() if self.rarely() else 0)
        return [header, *lines]

    def value(self, column: int, depth: int = 0) -> list[str]:
        """The lines of a value after its key at a column: what follows the colon, then the lines below."""
        kind = self.draw(st.integers(0, 9))
        if kind <= 4:
            short = "" if kind == 3 else f" {self.flow() if kind == 4 else self.text()}"
            return [short + self.tail()]
        if kind == 5:
            header, *lines = self.block_text(column)
            return [f" {header}", *lines]
        if kind == 6:
            more = " " * (column + self.draw(st.integers(1, 3)))
            quote = self.one_of("", "'", '"')
            return [f" {quote}first line", *([""] if self.rarely() else []), f"{more}second{quote}{self.tail()}"]
        if kind == 7:
            return [self.tail(), *self.between(column + 2), " " * (column + 2) + self.text() + self.tail()]
        if depth > 1:
            return [" x"]
        if kind == 8:
            indent = column + self.draw(st.sampled_from([0, 2, 4]))
            return [self.tail(), *self.items(indent, depth + 1)]
        indent = column + self.draw(st.sampled_from([1, 2, 4]))
        return [self.tail(), *self.mapping(indent, [f"k{number}" for number in range(1 + self.count())], depth + 1)]

    def items(self, column: int, depth: int) -> list[str]:
        """A block list at a column."""
        lines: list[str] = []
        for number in range(1 + self.count()):
            lines += self.between(column) if number else []
            kind = self.draw(st.integers(0, 4))
            if kind == 0 and depth < 3:
                first, *rest = self.mapping(column + 2, ["k0", "k1"], depth + 1)
                lines += [" " * column + "- " + first.lstrip(" "), *rest]
            elif kind == 1 and depth < 3:
                first, *rest = self.items(column + 2, depth + 1)
                lines += [" " * column + "- " + first.lstrip(" "), *rest]
            elif kind == 2:
                header, *rest = self.block_text(column)
                lines += [" " * column + "- " + header, *rest]
            else:
                lines.append(" " * column + "- " + self.text() + self.tail())
        return lines

    def mapping(self, column: int, keys: list[str], depth: int, first: str = "") -> list[str]:
        """A block mapping at a column; `first` is what its first pair has for a value."""
        lines: list[str] = []
        for number, key in enumerate(keys):
            lines += self.between(column) if number else []
            head, *rest = [f" {first}"] if first and not number else self.value(column, depth)
            name = self.one_of(key, key, key, f"'{key}'", f'"{key}"')
            if self.rarely() and self.rarely() and number:
                lines += [" " * column + f"? {key}", " " * column + f":{head}", *rest]
            else:
                lines += [" " * column + f"{name}:{head}", *rest]
        return lines

    def session(self, number: int, column: int) -> list[str]:
        """An entry of the list of sessions, its dash at a column."""
        keys = ["id", *self.draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=4))]
        dash = " " * column + "-"
        if self.rarely():
            pairs = [
                f"id: s{number}",
                *(f"{key}: {self.flow(1) if self.rarely() else self.in_flow()}" for key in keys[1:]),
            ]
            end = self.one_of("", ",")
            return [f"{dash} {{{', '.join(pairs)}{end}}}{self.tail()}"]
        if self.rarely():
            return [dash + self.tail(), *self.mapping(column + 2, keys, 0, f"s{number}")]
        gap = self.one_of(" ", " ", "   ")
        first, *rest = self.mapping(column + 1 + len(gap), keys, 0, f"s{number}")
        return [f"{dash}{gap}{first.lstrip(' ')}", *rest]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """The text of a day's file, with line ends of one kind and perhaps none at the end."""
    writer = Writer(draw)
    column = draw(st.sampled_from([0, 2, 4]))
    lines: list[str] = [writer.comment()] if writer.rarely() else []
    lines += ["---"] if writer.rarely() else []
    lines += ["date: 2026-02-01"] if draw(st.booleans()) else []
    lines += writer.between(0)
    if draw(st.integers(0, 5)) == 5:
        ids = range(draw(st.integers(0, 3)))
        lines.append("sessions: [" + ", ".join(f"{{id: s{one}, title: {writer.in_flow()}}}" for one in ids) + "]")
    else:
        lines.append("sessions:" + writer.tail())
        for number in range(draw(st.integers(1, 4))):
            lines += writer.between(column, lower=True)
            lines += writer.session(number, column)
    lines += writer.between(column, lower=True)
    if draw(st.booleans()):
        lines += ["title: The day" + writer.tail(), *writer.between(0)]
    lines += ["..."] if writer.rarely() else []
    text = "\n".join(lines) + draw(st.sampled_from(["\n", "\n", "", "\n\n"]))
    ends = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return draw(st.sampled_from(["", "", "\ufeff"])) + text.replace("\n", ends)
