"""Reading authored YAML so that what is wrong is named with file, line and reason."""

from collections.abc import Collection
from typing import ClassVar

import yaml
from django.utils.translation import gettext as _


class AuthoredError(ValueError):
    """An authored file that cannot be used: which file, which line (0: the whole), why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(
            _("%(file)s, Zeile %(line)d: %(reason)s")
            % {"file": file, "line": line, "reason": reason}
        )


class Reader:
    """Reads YAML nodes, which know their lines. ``problem`` is the error it raises."""

    problem: ClassVar[type[AuthoredError]] = AuthoredError

    def __init__(self, file: str) -> None:
        self.file = file

    def compose(self, text: str) -> yaml.Node | None:
        """The topmost node of a YAML text."""
        try:
            return yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark
            line = mark.line + 1 if mark else 0
            reason = _("Kein gültiges YAML: %s") % problem.problem
            raise self.problem(self.file, line, reason) from None

    def mapping(
        self, node: yaml.Node | None, keys: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, yaml.Node]:
        """The entries of a mapping that has all ``keys``, perhaps ``optional`` ones, no other."""
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, _("Hier werden Einträge der Form „Schlüssel: Wert“ erwartet."))
        found = {key.value: value for key, value in node.value}
        if unknown := sorted(set(found) - set(keys) - set(optional)):
            raise self.error(found[unknown[0]], _("Unbekannter Schlüssel „%s“.") % unknown[0])
        if missing := sorted(set(keys) - set(found)):
            raise self.error(node, _("Der Schlüssel „%s“ fehlt.") % missing[0])
        return found

    def sequence(self, node: yaml.Node, key: str) -> list[yaml.Node]:
        """The entries of a list that is not empty."""
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.error(node, _("„%s“ braucht eine Liste mit mindestens einem Eintrag.") % key)
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        """A text that is not empty."""
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self.error(node, _("Hier wird ein Text erwartet."))
        return str(node.value).strip()

    def error(self, node: yaml.Node | None, reason: str) -> AuthoredError:
        """The error of this reader at a node."""
        return self.problem(self.file, node.start_mark.line + 1 if node else 1, reason)
