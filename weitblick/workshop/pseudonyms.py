"""Pseudonyms people can remember and read aloud: a colour and a bird of the region."""

import secrets

from weitblick.workshop.models import Process

COLOURS = (
    "Blaue", "Grüne", "Rote", "Gelbe", "Weiße", "Braune", "Graue", "Silberne", "Goldene", "Bunte",
    "Helle", "Dunkle", "Stille", "Frohe", "Flinke", "Kluge", "Wache", "Muntere", "Sanfte", "Kühne",
)
BIRDS = (
    "Amsel", "Meise", "Lerche", "Schwalbe", "Drossel", "Nachtigall", "Elster", "Eule", "Taube",
    "Bachstelze", "Grasmücke", "Goldammer", "Krähe", "Dohle", "Wachtel", "Weihe", "Ente", "Gans",
    "Schnepfe", "Rohrdommel",
)


def free_pseudonym(process: Process) -> str:
    """A pseudonym nobody in this process has yet; beyond 400 people a number follows."""
    taken = set(process.participants.values_list("pseudonym", flat=True))
    free = [f"{c} {b}" for c in COLOURS for b in BIRDS if f"{c} {b}" not in taken]
    if free:
        return secrets.choice(free)
    return f"{secrets.choice(COLOURS)} {secrets.choice(BIRDS)} {len(taken) + 1}"
