"""Follow a table while a document is read: which column, which row, and what their heads say."""


class Table:
    """Told of every token in order; asked of every piece of text."""

    def __init__(self) -> None:
        self._cell = ""
        self._column = -1
        self._heads: list[str] = []
        self._row = ""

    @property
    def in_head(self) -> bool:
        """Is this text the head of a column?"""
        return self._cell == "th"

    def go_on(self, kind: str) -> None:
        """The next token, by its kind."""
        if kind == "table_open":
            self._heads = []
        elif kind == "tr_open":
            self._column, self._row = -1, ""
        elif kind in {"th_open", "td_open"}:
            self._cell, self._column = kind[:2], self._column + 1
        elif kind in {"th_close", "td_close"}:
            self._cell = ""

    def heads_above(self, text: str) -> tuple[str, ...]:
        """The head of this cell's column and the first cell of its row; nothing outside a table."""
        if self._cell == "th":
            self._heads.append(text)
        if self._cell != "td":
            return ()
        column = self._heads[self._column] if self._column < len(self._heads) else ""
        if self._column > 0:
            return column, self._row
        self._row = text
        return (column,)
